/**
 * CloudEvents 1.0 of stores, as Kafka records in binary and structured mode. Start at {@link
 * io.storestream.formats.record.cloudevents.CloudEventDecoder}.
 */
@NullMarked
package io.storestream.formats.record.cloudevents;

import org.jspecify.annotations.NullMarked;

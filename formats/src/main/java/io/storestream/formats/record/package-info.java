/**
 * Records of a topic in the formats of upstream systems: from bytes and headers to a change of a
 * store. Start at {@link io.storestream.formats.record.ChangeDecoders}. Knows no Kafka, AWS or
 * HTTP.
 */
@NullMarked
package io.storestream.formats.record;

import org.jspecify.annotations.NullMarked;

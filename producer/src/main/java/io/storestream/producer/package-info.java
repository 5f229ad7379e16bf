/**
 * Reads files of stores, CSV or NDJSON, as streams and publishes their rows as change events. Start
 * at {@link io.storestream.producer.StoreFilePublisher}; the command is {@link
 * io.storestream.producer.ProduceCommand}.
 */
@NullMarked
package io.storestream.producer;

import org.jspecify.annotations.NullMarked;

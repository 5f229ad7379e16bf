/**
 * Reads files of stores, CSV or NDJSON, as streams and publishes their rows as change events,
 * whatever a single row looks like. Start at {@link io.storestream.producer.StoreFilePublisher}; on
 * the command line it is {@link io.storestream.producer.ProduceCommand}.
 */
@NullMarked
package io.storestream.producer;

import org.jspecify.annotations.NullMarked;

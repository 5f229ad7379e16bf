/**
 * The Kafka Streams application: reads change events, decides which one wins, and takes what was
 * accepted to DynamoDB through an outbox. Start at {@link io.storestream.ingester.Ingester} for the
 * whole and at {@code StoreTopology} for what happens to an event.
 */
@NullMarked
package io.storestream.ingester;

import org.jspecify.annotations.NullMarked;

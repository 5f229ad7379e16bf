/**
 * What all parts of the Kafka Streams application share. Start at {@code command.Ingester} for the
 * whole and at {@code topology.StoreTopology} for the way of an event.
 */
@NullMarked
package io.storestream.ingester;

import org.jspecify.annotations.NullMarked;

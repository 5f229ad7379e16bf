/**
 * The Kafka Streams application: settings and metrics that its parts share. Start at {@code
 * command.Ingester} for the whole and at {@code topology.StoreTopology} for the path of an event.
 */
@NullMarked
package io.storestream.ingester;

import org.jspecify.annotations.NullMarked;

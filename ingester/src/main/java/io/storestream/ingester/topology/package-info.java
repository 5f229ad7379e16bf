/**
 * The topology: events are parsed, keyed by store, resolved against the store's state, and
 * forwarded. Start at {@link io.storestream.ingester.topology.StoreTopology} for the path and at
 * {@link io.storestream.ingester.topology.Resolution} for conflict resolution. Stream threads own
 * the processors.
 */
@NullMarked
package io.storestream.ingester.topology;

import org.jspecify.annotations.NullMarked;

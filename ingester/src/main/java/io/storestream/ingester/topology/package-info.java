/**
 * The way of an event: parsed, keyed by store, resolved against the state, passed on. Start at
 * {@link io.storestream.ingester.topology.StoreTopology}.
 */
@NullMarked
package io.storestream.ingester.topology;

import org.jspecify.annotations.NullMarked;

/**
 * State stores whose values are in the heap, too. Start at {@link
 * io.storestream.ingester.memory.CachedStates}, which a stream thread owns.
 */
@NullMarked
package io.storestream.ingester.memory;

import org.jspecify.annotations.NullMarked;

/**
 * Made-up stores that look like a real chain: the data behind {@code stores generate}.
 *
 * <p>Start at {@link io.storestream.quickstart.generate.StoreGenerator}. Every row is a pure
 * function of the seed and its ordinal, so nothing is remembered from row to row: memory does not
 * grow with the number of stores, and a second edition can differ in chosen rows only.
 */
@NullMarked
package io.storestream.quickstart.generate;

import org.jspecify.annotations.NullMarked;

/**
 * Generated stores that look like a real chain: the command {@code generate}. Start at {@link
 * io.storestream.quickstart.generate.StoreGenerator}.
 *
 * <p>Every row is a pure function of the seed and its ordinal, so no row depends on another: memory
 * does not grow with the number of stores, and a second edition differs in chosen rows only.
 */
@NullMarked
package io.storestream.quickstart.generate;

import org.jspecify.annotations.NullMarked;

/**
 * Measurements of storestream beside other programs. Start at {@link
 * io.storestream.benchmarks.comparison.Measurements}.
 */
@NullMarked
package io.storestream.benchmarks.comparison;

import org.jspecify.annotations.NullMarked;

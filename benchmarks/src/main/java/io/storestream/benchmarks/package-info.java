/**
 * Measures storestream and other programs in one run on one machine. Start at {@link
 * io.storestream.benchmarks.BenchmarkCommand}.
 */
@NullMarked
package io.storestream.benchmarks;

import org.jspecify.annotations.NullMarked;

/**
 * {@code benchmark}: what storestream costs beside what is bare, in one run on one machine. Start
 * at {@link io.storestream.quickstart.benchmark.BenchmarkCommand}.
 */
@NullMarked
package io.storestream.quickstart.benchmark;

import org.jspecify.annotations.NullMarked;

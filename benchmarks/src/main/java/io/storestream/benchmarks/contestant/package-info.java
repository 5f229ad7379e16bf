/**
 * The programs that take part. Start at {@link io.storestream.benchmarks.contestant.Contestant}.
 */
@NullMarked
package io.storestream.benchmarks.contestant;

import org.jspecify.annotations.NullMarked;

/**
 * First loads of the same stores in each format of records. Start at {@link
 * io.storestream.benchmarks.format.FormatLoads}.
 */
@NullMarked
package io.storestream.benchmarks.format;

import org.jspecify.annotations.NullMarked;

/**
 * What is measured. Start at {@link io.storestream.benchmarks.measurement.Measurement}, of which
 * each comparison is one.
 */
@NullMarked
package io.storestream.benchmarks.measurement;

import org.jspecify.annotations.NullMarked;

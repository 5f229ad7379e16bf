/**
 * What a measurement is, and how a rate is taken. Start at {@link
 * io.storestream.benchmarks.measurement.Measurement}.
 */
@NullMarked
package io.storestream.benchmarks.measurement;

import org.jspecify.annotations.NullMarked;

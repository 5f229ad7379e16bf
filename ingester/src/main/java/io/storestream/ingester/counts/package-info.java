/**
 * Counts of stores by location. {@link io.storestream.ingester.counts.DeltaSums} adds up what the
 * task of some stores sends. {@link io.storestream.ingester.counts.CountProcessor} applies deltas,
 * and {@link io.storestream.ingester.counts.CountState} keeps the counts. The stream thread of a
 * task owns both.
 */
@NullMarked
package io.storestream.ingester.counts;

import org.jspecify.annotations.NullMarked;

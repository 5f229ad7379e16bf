/**
 * Counts of stores by location. Start at {@link io.storestream.ingester.counts.CountProcessor},
 * which its task's stream thread owns.
 */
@NullMarked
package io.storestream.ingester.counts;

import org.jspecify.annotations.NullMarked;

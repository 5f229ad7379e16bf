/** Counts of stores by place. Start at {@link io.storestream.ingester.counts.CountProcessor}. */
@NullMarked
package io.storestream.ingester.counts;

import org.jspecify.annotations.NullMarked;

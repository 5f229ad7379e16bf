/**
 * Comparison of the counts: those of the table, and those of the ingester's state. Start at {@link
 * io.storestream.maintenance.verify.counts.CountsCheck}.
 */
@NullMarked
package io.storestream.maintenance.verify.counts;

import org.jspecify.annotations.NullMarked;

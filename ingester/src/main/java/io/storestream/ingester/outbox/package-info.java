/**
 * Writes that the table has not acknowledged, kept in the transaction of the records behind them.
 * Start at {@link io.storestream.ingester.outbox.Outbox}.
 */
@NullMarked
package io.storestream.ingester.outbox;

import org.jspecify.annotations.NullMarked;

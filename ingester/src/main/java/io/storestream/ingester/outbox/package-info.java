/**
 * The outbox: writes that the table has not acknowledged, kept in the Kafka transaction of the
 * records behind them. Start at {@link io.storestream.ingester.outbox.Outbox}, which a stream
 * thread owns; the {@link io.storestream.ingester.outbox.TableWriters} are thread-safe.
 */
@NullMarked
package io.storestream.ingester.outbox;

import org.jspecify.annotations.NullMarked;

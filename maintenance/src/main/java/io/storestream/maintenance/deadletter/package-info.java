/**
 * {@code dlq}: lists dead letters and publishes them again. Start at {@link
 * io.storestream.maintenance.deadletter.DlqCommand}.
 */
@NullMarked
package io.storestream.maintenance.deadletter;

import org.jspecify.annotations.NullMarked;

/**
 * {@code rebuild}: replays the {@code stores} topic into a table. Start at {@link
 * io.storestream.ingester.rebuild.Rebuild}.
 */
@NullMarked
package io.storestream.ingester.rebuild;

import org.jspecify.annotations.NullMarked;

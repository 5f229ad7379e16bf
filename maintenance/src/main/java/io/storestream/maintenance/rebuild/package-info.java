/**
 * {@code rebuild}: replays the topic {@code stores} into a table. Start at {@link
 * io.storestream.maintenance.rebuild.Rebuild}.
 */
@NullMarked
package io.storestream.maintenance.rebuild;

import org.jspecify.annotations.NullMarked;

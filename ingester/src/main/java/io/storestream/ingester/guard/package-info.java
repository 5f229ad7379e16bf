/**
 * Checks of topics, tables and state before the start and while the application runs. Start at
 * {@link io.storestream.ingester.guard.PreparedStart}.
 */
@NullMarked
package io.storestream.ingester.guard;

import org.jspecify.annotations.NullMarked;

/**
 * {@code ingest}: the command, and the running application. Start at {@link
 * io.storestream.ingester.command.Ingester}, which is thread-safe.
 */
@NullMarked
package io.storestream.ingester.command;

import org.jspecify.annotations.NullMarked;

/**
 * Shared parts of all commands: exit codes, errors with cause and remedy, progress and summaries.
 * Start at {@link io.storestream.cli.CommandRunner}.
 */
@NullMarked
package io.storestream.cli;

import org.jspecify.annotations.NullMarked;

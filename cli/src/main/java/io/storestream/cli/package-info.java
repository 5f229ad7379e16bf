/**
 * What every command shares, so that all of them feel alike: exit codes, errors that name cause and
 * remedy, progress and summaries. Start at {@link io.storestream.cli.CommandRunner}.
 */
@NullMarked
package io.storestream.cli;

import org.jspecify.annotations.NullMarked;

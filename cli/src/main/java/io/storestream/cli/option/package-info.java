/**
 * Options of commands: environment variables and defaults, help, and errors of bad values. Start at
 * {@link io.storestream.cli.option.EnvironmentDefaults}.
 */
@NullMarked
package io.storestream.cli.option;

import org.jspecify.annotations.NullMarked;

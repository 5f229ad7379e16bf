/**
 * The program with all commands, and the demo that runs the whole path in one process. Start at
 * {@link io.storestream.quickstart.Stores}.
 */
@NullMarked
package io.storestream.quickstart;

import org.jspecify.annotations.NullMarked;

/**
 * Programs in separate processes, which tests kill and start again. Start at {@link
 * io.storestream.testing.process.JavaProcess}, or at {@link
 * io.storestream.testing.process.StoresProcess} for a command of storestream.
 */
@NullMarked
package io.storestream.testing.process;

import org.jspecify.annotations.NullMarked;

/**
 * Commands of storestream in separate processes, which can be killed: {@link
 * io.storestream.testing.process.StoresProcess}.
 */
@NullMarked
package io.storestream.testing.process;

import org.jspecify.annotations.NullMarked;

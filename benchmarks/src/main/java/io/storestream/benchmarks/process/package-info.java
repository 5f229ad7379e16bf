/**
 * Java programs in separate processes. Start at {@link
 * io.storestream.benchmarks.process.ChildProcess}.
 */
@NullMarked
package io.storestream.benchmarks.process;

import org.jspecify.annotations.NullMarked;

/** Tests of child processes. */
@NullMarked
package io.storestream.benchmarks.process;

import org.jspecify.annotations.NullMarked;

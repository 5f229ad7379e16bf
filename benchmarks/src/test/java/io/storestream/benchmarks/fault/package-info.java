/** Tests of {@code faults}. */
@NullMarked
package io.storestream.benchmarks.fault;

import org.jspecify.annotations.NullMarked;

/** Tests of the rate window. */
@NullMarked
package io.storestream.benchmarks.measurement;

import org.jspecify.annotations.NullMarked;

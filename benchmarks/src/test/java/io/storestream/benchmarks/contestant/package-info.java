/** Tests of the programs that take part. */
@NullMarked
package io.storestream.benchmarks.contestant;

import org.jspecify.annotations.NullMarked;

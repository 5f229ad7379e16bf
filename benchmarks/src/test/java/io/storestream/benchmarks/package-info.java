/** Tests of {@code benchmark}. */
@NullMarked
package io.storestream.benchmarks;

import org.jspecify.annotations.NullMarked;

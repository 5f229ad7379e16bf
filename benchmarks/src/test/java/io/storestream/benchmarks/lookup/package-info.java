/** Tests of lookups and their baseline. */
@NullMarked
package io.storestream.benchmarks.lookup;

import org.jspecify.annotations.NullMarked;

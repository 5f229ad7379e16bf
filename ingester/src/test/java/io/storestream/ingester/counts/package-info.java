/** Tests of the counts. */
@NullMarked
package io.storestream.ingester.counts;

import org.jspecify.annotations.NullMarked;

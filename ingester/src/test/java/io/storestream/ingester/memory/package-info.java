/** Tests of what is kept in the heap. */
@NullMarked
package io.storestream.ingester.memory;

import org.jspecify.annotations.NullMarked;

/** What is kept in the heap so that it need not be read from disk. */
@NullMarked
package io.storestream.ingester.memory;

import org.jspecify.annotations.NullMarked;

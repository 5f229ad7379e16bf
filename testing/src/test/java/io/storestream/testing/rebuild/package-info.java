/** Tables rebuilt and exchanged while events stream in and readers ask. */
@NullMarked
package io.storestream.testing.rebuild;

import org.jspecify.annotations.NullMarked;

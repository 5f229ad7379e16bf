/** Tables rebuilt and exchanged while events stream in and readers ask. */
@NullMarked
package io.storestream.quickstart.rebuild;

import org.jspecify.annotations.NullMarked;

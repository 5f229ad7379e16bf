/** Tables that are rebuilt and replaced while events stream in and readers send requests. */
@NullMarked
package io.storestream.testing.rebuild;

import org.jspecify.annotations.NullMarked;

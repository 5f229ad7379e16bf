/** Tests of what an application remembers of itself. */
@NullMarked
package io.storestream.ingester.identity;

import org.jspecify.annotations.NullMarked;

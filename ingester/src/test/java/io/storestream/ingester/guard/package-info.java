/** Tests of the checks. */
@NullMarked
package io.storestream.ingester.guard;

import org.jspecify.annotations.NullMarked;

/** Tests of {@code rebuild}. */
@NullMarked
package io.storestream.ingester.rebuild;

import org.jspecify.annotations.NullMarked;

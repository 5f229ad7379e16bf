/** Tests of {@code rebuild}. */
@NullMarked
package io.storestream.maintenance.rebuild;

import org.jspecify.annotations.NullMarked;

/** Tests of the package. */
@NullMarked
package io.storestream.maintenance.verify.counts;

import org.jspecify.annotations.NullMarked;

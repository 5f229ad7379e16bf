/** Tests of the package. */
@NullMarked
package io.storestream.maintenance.verify.state;

import org.jspecify.annotations.NullMarked;

/** Tests of the package. */
@NullMarked
package io.storestream.maintenance.verify.table;

import org.jspecify.annotations.NullMarked;

/** Tests of records in other formats than our own, through the production topology. */
@NullMarked
package io.storestream.ingester.format;

import org.jspecify.annotations.NullMarked;

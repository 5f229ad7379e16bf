/** Tests of CSV files. */
@NullMarked
package io.storestream.formats.csv;

import org.jspecify.annotations.NullMarked;

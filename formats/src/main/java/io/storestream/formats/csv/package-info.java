/**
 * Files of stores as CSV. {@link io.storestream.formats.csv.CsvRowReader} makes events of rows, and
 * {@link io.storestream.formats.csv.CsvStoreEncoder} makes rows of stores.
 */
@NullMarked
package io.storestream.formats.csv;

import org.jspecify.annotations.NullMarked;

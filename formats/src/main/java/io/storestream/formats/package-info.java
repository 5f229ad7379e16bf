/**
 * Files of stores: reads CSV and NDJSON, writes CSV, handles gzip. {@link
 * io.storestream.formats.CsvRowReader} makes events of rows, and {@link
 * io.storestream.formats.CsvStoreEncoder} makes rows of stores. {@code StoreColumns} is the column
 * layout of both. Knows no Kafka, AWS or HTTP.
 */
@NullMarked
package io.storestream.formats;

import org.jspecify.annotations.NullMarked;

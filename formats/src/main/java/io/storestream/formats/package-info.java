/**
 * Files of stores: CSV, read and written; NDJSON, read; gzip. Start at {@link
 * io.storestream.formats.RowReader} to read and at {@link io.storestream.formats.CsvStoreEncoder}
 * to write. {@code StoreColumns} is the column layout of both. Knows no Kafka, AWS or HTTP.
 */
@NullMarked
package io.storestream.formats;

import org.jspecify.annotations.NullMarked;

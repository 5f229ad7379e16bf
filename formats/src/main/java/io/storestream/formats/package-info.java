/**
 * Files of stores as CSV and NDJSON: rows in, changes out. Knows no Kafka, no AWS and no HTTP.
 * Start at {@link io.storestream.formats.RowReader}.
 */
@NullMarked
package io.storestream.formats;

import org.jspecify.annotations.NullMarked;

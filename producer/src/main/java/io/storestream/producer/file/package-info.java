/**
 * Reads files of stores, CSV files twice to find their superseded and rejected rows. Start at
 * {@link io.storestream.producer.file.CheckedFile}; {@link io.storestream.producer.file.StoreFiles}
 * reads a file without publishing it.
 */
@NullMarked
package io.storestream.producer.file;

import org.jspecify.annotations.NullMarked;

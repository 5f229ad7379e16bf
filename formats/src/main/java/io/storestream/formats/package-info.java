/**
 * Files of stores: how they are read. {@link io.storestream.formats.RowReader} gives the rows of a
 * file, {@link io.storestream.formats.ReadOptions} is what a user says about files, and {@code
 * StoreColumns} is the column layout of files that are written. Knows no Kafka, AWS or HTTP.
 */
@NullMarked
package io.storestream.formats;

import org.jspecify.annotations.NullMarked;

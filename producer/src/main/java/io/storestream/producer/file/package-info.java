/**
 * One file of stores, read twice: its rows, what is superseded in it, what is rejected. Start at
 * {@link io.storestream.producer.file.StoreFiles}.
 */
@NullMarked
package io.storestream.producer.file;

import org.jspecify.annotations.NullMarked;

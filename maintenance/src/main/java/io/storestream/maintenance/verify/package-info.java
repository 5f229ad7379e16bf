/**
 * {@code verify}: compares every item with the topic {@code stores} while ingesters run, and
 * repairs the differences on request. Start at {@link
 * io.storestream.maintenance.verify.TableVerification}. Package {@code state} holds what topic and
 * table say of a store, {@code table} reads and writes items, {@code counts} compares the counts.
 */
@NullMarked
package io.storestream.maintenance.verify;

import org.jspecify.annotations.NullMarked;

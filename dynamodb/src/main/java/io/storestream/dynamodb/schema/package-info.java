/**
 * The DynamoDB table: its schema, how a store becomes an item and back, its creation, and clients
 * for it. Shared by the one that writes and the ones that read. Start at {@link
 * io.storestream.table.StoresTable}.
 */
@NullMarked
package io.storestream.table;

import org.jspecify.annotations.NullMarked;

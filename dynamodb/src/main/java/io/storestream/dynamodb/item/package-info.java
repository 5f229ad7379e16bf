/**
 * How stores and counts are stored as items. Start at {@link
 * io.storestream.dynamodb.item.StoreItems}.
 */
@NullMarked
package io.storestream.dynamodb.item;

import org.jspecify.annotations.NullMarked;

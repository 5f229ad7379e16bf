/**
 * The codecs of items: stores and counts to attributes and back. Start at {@link
 * io.storestream.dynamodb.item.StoreItems}. All of them are thread-safe.
 */
@NullMarked
package io.storestream.dynamodb.item;

import org.jspecify.annotations.NullMarked;

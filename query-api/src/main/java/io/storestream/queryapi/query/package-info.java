/**
 * Reads stores, locations and their counts from DynamoDB, in pages. Start at {@link
 * io.storestream.queryapi.query.StoreReader}.
 */
@NullMarked
package io.storestream.queryapi.query;

import org.jspecify.annotations.NullMarked;

/**
 * One request that writes items, and its answer. Start at {@link
 * io.storestream.dynamodb.request.WriteOperation}; {@link
 * io.storestream.dynamodb.request.ConditionalStatements} is the one that is used. All types are
 * thread-safe, except those that encode one request.
 */
@NullMarked
package io.storestream.dynamodb.request;

import org.jspecify.annotations.NullMarked;

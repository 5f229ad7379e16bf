/**
 * Clients of DynamoDB, with timeouts and without the SDK's retries for writers. Start at {@link
 * io.storestream.dynamodb.client.DynamoDbClients}. The clients are thread-safe.
 */
@NullMarked
package io.storestream.dynamodb.client;

import org.jspecify.annotations.NullMarked;

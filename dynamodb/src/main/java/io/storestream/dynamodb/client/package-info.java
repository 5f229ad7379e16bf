/**
 * Clients for DynamoDB with timeouts; those for writers do not retry. Start at {@link
 * io.storestream.dynamodb.client.DynamoDbClients}. The clients are thread-safe.
 */
@NullMarked
package io.storestream.dynamodb.client;

import org.jspecify.annotations.NullMarked;

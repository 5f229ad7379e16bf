/**
 * Clients of DynamoDB with the settings that this project needs. Start at {@link
 * io.storestream.dynamodb.client.DynamoDbClients}.
 */
@NullMarked
package io.storestream.dynamodb.client;

import org.jspecify.annotations.NullMarked;

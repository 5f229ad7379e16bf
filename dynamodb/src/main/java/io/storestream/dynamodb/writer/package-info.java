/**
 * Writes items asynchronously: sends them in order, retries what DynamoDB did not take, and
 * acknowledges what it did. No caller waits. Start at {@link
 * io.storestream.dynamodb.writer.DynamoDbWriter}.
 */
@NullMarked
package io.storestream.dynamodb.writer;

import org.jspecify.annotations.NullMarked;

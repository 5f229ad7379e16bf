/**
 * The asynchronous writer: it sends items, retries failed ones with backoff, and acknowledges each
 * result to the session that submitted it. Start at {@link
 * io.storestream.dynamodb.writer.DynamoDbWriter}, which is thread-safe; one thread owns each {@link
 * io.storestream.dynamodb.writer.WriterSession}. {@code ResultHandler} decides on retries, {@code
 * WriteQueue} backs off.
 */
@NullMarked
package io.storestream.dynamodb.writer;

import org.jspecify.annotations.NullMarked;

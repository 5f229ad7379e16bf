/**
 * The asynchronous way into the table: what the outbox hands over is sent, tried again and
 * acknowledged here, and nobody upstream ever waits. Start at {@link
 * io.storestream.ingester.writer.DynamoDbWriter}.
 */
@NullMarked
package io.storestream.ingester.writer;

import org.jspecify.annotations.NullMarked;

package io.storestream.dynamodb.writer;

import java.time.Duration;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** The kind of request that writes items. */
public enum WriteMode {
  /** One conditional put per item: safe with other writers, and when a request arrives late. */
  CONDITIONAL(Duration.ofSeconds(5)),

  /**
   * Batches of 25 without a condition: for a table that only one process writes. A batch that timed
   * out can still arrive later and replace a newer item, so its timeout is much longer.
   */
  BATCH(Duration.ofSeconds(60));

  private final Duration attemptTimeout;

  WriteMode(Duration attemptTimeout) {
    this.attemptTimeout = attemptTimeout;
  }

  /** Returns the timeout of one request, after which the writer sends it again. */
  public Duration attemptTimeout() {
    return attemptTimeout;
  }

  WriteOperation operation(DynamoDbAsyncClient dynamoDb, String table) {
    return switch (this) {
      case CONDITIONAL -> new ConditionalPut(dynamoDb, table);
      case BATCH -> new BatchPut(dynamoDb, table);
    };
  }
}

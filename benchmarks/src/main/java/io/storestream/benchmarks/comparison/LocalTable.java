package io.storestream.benchmarks.comparison;

import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.schema.CountsTable;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/**
 * A table of DynamoDB Local, which says at once how many items it has; DynamoDB itself says so
 * every six hours. Thread-safe.
 */
final class LocalTable implements AutoCloseable {

  private final DynamoDbAsyncClient dynamoDb;
  private final String table;

  private LocalTable(DynamoDbAsyncClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  /** The table need not exist yet. */
  static LocalTable of(URI endpoint, String table) {
    return new LocalTable(DynamoDbClients.forReading(DynamoDbEndpoint.local(endpoint), 1), table);
  }

  /** Returns how many items the table has; 0 if it does not exist. */
  long items() {
    try {
      return dynamoDb.describeTable(request -> request.tableName(table)).join().table().itemCount();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ResourceNotFoundException) {
        return 0;
      }
      throw e;
    }
  }

  /** Deletes the table and its table of counts, so that every run starts alike. */
  @Override
  public void close() {
    for (String each : List.of(table, CountsTable.nameFor(table))) {
      try {
        dynamoDb.deleteTable(request -> request.tableName(each)).join();
      } catch (CompletionException e) {
        if (!(e.getCause() instanceof ResourceNotFoundException)) {
          throw e;
        }
      }
    }
    dynamoDb.close();
  }
}

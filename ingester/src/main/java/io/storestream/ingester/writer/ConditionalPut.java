package io.storestream.ingester.writer;

import io.storestream.table.StoreItems;
import io.storestream.table.StoresTable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/**
 * {@code PutItem} that never replaces a newer version: safe whoever else writes the table, and
 * however late the request arrives.
 */
final class ConditionalPut implements WriteOperation {

  // An item without a version is absent, or was written by a program that knows no versions.
  private static final String NOT_NEWER = "attribute_not_exists(#version) OR #version <= :version";
  private static final Map<String, String> NAMES = Map.of("#version", StoresTable.VERSION);

  private final DynamoDbAsyncClient dynamoDb;
  private final String table;

  ConditionalPut(DynamoDbAsyncClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  @Override
  public int maxItems() {
    return 1;
  }

  @Override
  public CompletableFuture<List<WriteOutcome>> write(List<ItemWrite> writes) {
    ItemWrite write = writes.get(0);
    PutItemRequest request =
        PutItemRequest.builder()
            .tableName(table)
            .item(write.toItem())
            .conditionExpression(NOT_NEWER)
            .expressionAttributeNames(NAMES)
            .expressionAttributeValues(
                Map.of(":version", StoreItems.versionAttribute(write.version())))
            .build();
    return dynamoDb
        .putItem(request)
        .handle(
            (answer, error) ->
                List.of(error == null ? new WriteOutcome.Written() : outcome(error)));
  }

  private static WriteOutcome outcome(Throwable error) {
    boolean superseded =
        error instanceof ConditionalCheckFailedException
            || (error instanceof CompletionException
                && error.getCause() instanceof ConditionalCheckFailedException);
    return superseded ? new WriteOutcome.Superseded() : WriteErrors.classify(error);
  }
}

package io.storestream.dynamodb.writer;

import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.model.Version;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * {@code PutItem} that never replaces a newer version. It is safe with other writers of the table,
 * and when a request arrives late.
 */
final class ConditionalPut implements WriteOperation {

  // An item without a version is absent, or another program wrote it.
  private static final String NOT_NEWER = "attribute_not_exists(#version) OR #version <= :version";
  private static final Map<String, String> NAMES = Map.of("#version", StoresTable.VERSION);

  /** Another program can have written any number; a higher one counts as this. */
  private static final BigDecimal LATEST =
      new BigDecimal(Version.firstAt(Version.MAX_UPDATED_AT).number());

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
  public CompletableFuture<List<WriteResult>> write(List<ItemWrite> writes) {
    ItemWrite write = writes.get(0);
    PutItemRequest request =
        PutItemRequest.builder()
            .tableName(table)
            .item(write.toItem())
            .conditionExpression(NOT_NEWER)
            .expressionAttributeNames(NAMES)
            .expressionAttributeValues(
                Map.of(":version", StoreItems.versionAttribute(write.version())))
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
            .build();
    return dynamoDb
        .putItem(request)
        .handle(
            (answer, error) ->
                List.of(
                    error == null ? new WriteResult.Written() : resultOf(error, write.version())));
  }

  private static WriteResult resultOf(Throwable error, Version version) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    return cause instanceof ConditionalCheckFailedException refusal
        ? new WriteResult.Superseded(held(refusal.item(), version))
        : WriteErrors.classify(cause);
  }

  /** Returns the version in the table, at least the refused one. */
  private static Version held(Map<String, AttributeValue> item, Version refused) {
    AttributeValue version = item.get(StoresTable.VERSION);
    if (version == null || version.n() == null) {
      return refused; // some compatible servers do not return the item
    }
    BigDecimal held = new BigDecimal(version.n()).min(LATEST);
    return held.compareTo(new BigDecimal(refused.number())) > 0
        ? Version.ofNumber(held.toBigInteger())
        : refused;
  }
}

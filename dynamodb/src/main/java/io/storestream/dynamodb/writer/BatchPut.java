package io.storestream.dynamodb.writer;

import io.storestream.dynamodb.item.NumberAttributes;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * {@code BatchWriteItem}: 25 items per request without conditions. Only for a table that no other
 * process writes.
 */
final class BatchPut implements WriteOperation {

  /** DynamoDB's limit. */
  private static final int MAX_ITEMS = 25;

  private final DynamoDbAsyncClient dynamoDb;
  private final String table;

  BatchPut(DynamoDbAsyncClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  @Override
  public int maxItems() {
    return MAX_ITEMS;
  }

  @Override
  public CompletableFuture<List<WriteResult>> write(List<ItemWrite> writes) {
    List<Map<String, AttributeValue>> items = writes.stream().map(ItemWrite::toItem).toList();
    List<WriteRequest> puts =
        items.stream()
            .map(item -> WriteRequest.builder().putRequest(put -> put.item(item)).build())
            .toList();
    return dynamoDb
        .batchWriteItem(BatchWriteItemRequest.builder().requestItems(Map.of(table, puts)).build())
        .handle(
            (answer, error) ->
                error == null
                    ? results(items, answer)
                    : Collections.nCopies(items.size(), WriteErrors.classify(error)));
  }

  private List<WriteResult> results(
      List<Map<String, AttributeValue>> items, BatchWriteItemResponse answer) {
    Set<Map<String, AttributeValue>> unprocessed =
        answer.unprocessedItems().getOrDefault(table, List.of()).stream()
            .map(request -> NumberAttributes.canonical(request.putRequest().item()))
            .collect(Collectors.toSet());
    return items.stream()
        .<WriteResult>map(
            item ->
                unprocessed.contains(NumberAttributes.canonical(item))
                    ? new WriteResult.Throttled("unprocessed item of a batch")
                    : new WriteResult.Written())
        .toList();
  }
}

package io.storestream.ingester.writer;

import io.storestream.model.AcceptedState;
import io.storestream.table.StoreItems;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * {@code BatchWriteItem}: 25 items a request, but no conditions, so only for a table that nobody
 * else writes.
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
  public CompletableFuture<List<WriteOutcome>> write(List<AcceptedState> states) {
    List<WriteRequest> puts =
        states.stream()
            .map(StoreItems::toItem)
            .map(item -> WriteRequest.builder().putRequest(put -> put.item(item)).build())
            .toList();
    return dynamoDb
        .batchWriteItem(BatchWriteItemRequest.builder().requestItems(Map.of(table, puts)).build())
        .handle(
            (answer, error) ->
                error == null
                    ? outcomes(states, answer)
                    : Collections.nCopies(states.size(), WriteErrors.classify(error)));
  }

  private List<WriteOutcome> outcomes(List<AcceptedState> states, BatchWriteItemResponse answer) {
    Set<String> unprocessed =
        answer.unprocessedItems().getOrDefault(table, List.of()).stream()
            .map(request -> StoreItems.storeNumberOf(request.putRequest().item()))
            .collect(Collectors.toSet());
    return states.stream()
        .<WriteOutcome>map(
            state ->
                unprocessed.contains(state.storeNumber())
                    ? new WriteOutcome.Throttled("unprocessed item of a batch")
                    : new WriteOutcome.Written())
        .toList();
  }
}

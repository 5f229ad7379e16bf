package io.storestream.ingester.writer;

import io.storestream.model.VersionedStore;
import io.storestream.table.StoreItems;
import java.time.Instant;
import java.time.InstantSource;
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
  private final InstantSource clock;

  BatchPut(DynamoDbAsyncClient dynamoDb, String table, InstantSource clock) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.clock = clock;
  }

  @Override
  public int maxItems() {
    return MAX_ITEMS;
  }

  @Override
  public CompletableFuture<List<WriteOutcome>> write(List<VersionedStore> states) {
    Instant now = clock.instant();
    List<WriteRequest> puts =
        states.stream()
            .map(state -> StoreItems.toItem(state, now))
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

  private List<WriteOutcome> outcomes(List<VersionedStore> states, BatchWriteItemResponse answer) {
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

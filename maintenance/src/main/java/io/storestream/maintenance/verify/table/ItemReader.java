package io.storestream.maintenance.verify.table;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.StopSignal;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.StoresTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** Reads items by their stores' numbers, consistently. For one thread. */
public final class ItemReader {

  /** How many items are read at once: this many keys in requests of 100. */
  private static final int BATCH = 800;

  /** DynamoDB's limit. */
  private static final int KEYS_PER_REQUEST = 100;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final DynamoDbAsyncClient dynamoDb;
  private final String table;
  private final StopSignal stop;

  public ItemReader(DynamoDbAsyncClient dynamoDb, String table, StopSignal stop) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.stop = stop;
  }

  /**
   * Returns batches of elements whose items are read when a batch is full or flushed.
   *
   * @param storeNumber of an element; different for each
   * @param action receives each element with its item
   */
  public <T> Batches<T> batches(Function<T, String> storeNumber, ItemConsumer<T> action) {
    return new Batches<>(
        BATCH,
        batch -> {
          Map<String, Map<String, AttributeValue>> items =
              read(batch.stream().map(storeNumber).toList());
          batch.forEach(it -> action.accept(it, items.get(storeNumber.apply(it))));
        });
  }

  /**
   * Returns the items that there are, by store number.
   *
   * @param storeNumbers all different, 800 at the most
   * @throws CommandFailedException if the table can't be read, or if stopped
   */
  Map<String, Map<String, AttributeValue>> read(Collection<String> storeNumbers) {
    Map<String, Map<String, AttributeValue>> items = new HashMap<>();
    List<Map<String, AttributeValue>> keys =
        storeNumbers.stream()
            .map(it -> Map.of(StoresTable.STORE_NUMBER, AttributeValue.fromS(it)))
            .toList();
    Duration pause = FIRST_PAUSE;
    while (!keys.isEmpty()) {
      List<Map<String, AttributeValue>> unprocessed = readSome(keys, items);
      // A part comes back if the items are large, or the table throttles.
      boolean isStuck = unprocessed.size() == keys.size();
      pause = isStuck ? min(pause.multipliedBy(2), LONGEST_PAUSE) : FIRST_PAUSE;
      keys = unprocessed;
      if (keys.isEmpty() ? stop.isRequested() : stop.await(pause)) {
        throw new CommandFailedException("stopped while reading table " + table);
      }
    }
    return items;
  }

  /** Returns the keys that DynamoDB has not processed. */
  private List<Map<String, AttributeValue>> readSome(
      List<Map<String, AttributeValue>> keys, Map<String, Map<String, AttributeValue>> items) {
    List<CompletableFuture<BatchGetItemResponse>> answers = new ArrayList<>();
    for (int from = 0; from < keys.size(); from += KEYS_PER_REQUEST) {
      answers.add(
          dynamoDb.batchGetItem(
              request(keys.subList(from, Math.min(from + KEYS_PER_REQUEST, keys.size())))));
    }
    List<Map<String, AttributeValue>> unprocessed = new ArrayList<>();
    for (CompletableFuture<BatchGetItemResponse> future : answers) {
      BatchGetItemResponse answer = TableErrors.await(table, future);
      answer
          .responses()
          .getOrDefault(table, List.of())
          .forEach(item -> items.put(StoreItems.storeNumberOf(item), item));
      KeysAndAttributes rest = answer.unprocessedKeys().get(table);
      if (rest != null) {
        unprocessed.addAll(rest.keys());
      }
    }
    return unprocessed;
  }

  private BatchGetItemRequest request(List<Map<String, AttributeValue>> keys) {
    return BatchGetItemRequest.builder()
        .requestItems(
            Map.of(table, KeysAndAttributes.builder().keys(keys).consistentRead(true).build()))
        .build();
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Handles an element and its item. */
  @FunctionalInterface
  public interface ItemConsumer<T> {

    /**
     * Handles an element.
     *
     * @param item {@code null} if the table has none
     */
    void accept(T element, @Nullable Map<String, AttributeValue> item);
  }
}

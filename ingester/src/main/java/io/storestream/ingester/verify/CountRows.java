package io.storestream.ingester.verify;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.StopSignal;
import io.storestream.model.Location;
import io.storestream.table.CountItems;
import io.storestream.table.CountsTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;

/** Reads the table of counts. For one thread. */
final class CountRows {

  private static final int READS_AT_ONCE = 16;
  private static final Duration SCAN_POLL = Duration.ofMillis(100);

  private final DynamoDbAsyncClient dynamoDb;
  private final String table;
  private final StopSignal stop;

  /**
   * @param dynamoDb stays the caller's to close
   * @param storesTable the name of the table of stores
   */
  CountRows(DynamoDbAsyncClient dynamoDb, String storesTable, StopSignal stop) {
    this.dynamoDb = dynamoDb;
    this.table = CountsTable.nameFor(storesTable);
    this.stop = stop;
  }

  /**
   * What the table holds.
   *
   * @param byPlace the item of each place
   * @param strangers items that are of no place
   */
  record Contents(
      Map<Location, Map<String, AttributeValue>> byPlace,
      List<Map<String, AttributeValue>> strangers) {}

  /** Reads all, eventually consistent. */
  Contents scan() {
    List<Map<String, AttributeValue>> items = Collections.synchronizedList(new ArrayList<>());
    try (TableScan scan = new TableScan(dynamoDb, table, 1, items::add)) {
      while (!scan.isDone(SCAN_POLL)) {
        if (stop.isRequested()) {
          throw new CommandFailedException("stopped while scanning table " + table);
        }
      }
    }
    Contents contents = new Contents(new HashMap<>(), new ArrayList<>());
    for (Map<String, AttributeValue> item : items) {
      try {
        contents.byPlace.put(CountItems.locationOf(item), item);
      } catch (IllegalArgumentException e) {
        contents.strangers.add(item);
      }
    }
    return contents;
  }

  /** Reads the items that there are of some places, consistently. */
  Map<Location, Map<String, AttributeValue>> read(Collection<Location> locations) {
    Map<Location, Map<String, AttributeValue>> items = new HashMap<>();
    Batches<Location> batches = new Batches<>(READS_AT_ONCE, batch -> read(batch, items));
    locations.forEach(batches::add);
    batches.flush();
    return items;
  }

  private void read(List<Location> batch, Map<Location, Map<String, AttributeValue>> items) {
    List<CompletableFuture<GetItemResponse>> answers =
        batch.stream()
            .map(
                it ->
                    dynamoDb.getItem(
                        GetItemRequest.builder()
                            .tableName(table)
                            .key(CountItems.key(it))
                            .consistentRead(true)
                            .build()))
            .toList();
    for (int i = 0; i < batch.size(); i++) {
      GetItemResponse answer = TableErrors.await(table, answers.get(i));
      if (answer.hasItem()) {
        items.put(batch.get(i), answer.item());
      }
    }
  }

  /** Returns the count of an item: 0 for none, -1 for one that tells none. */
  static long countOf(@Nullable Map<String, AttributeValue> item) {
    if (item == null) {
      return 0;
    }
    try {
      return CountItems.fromItem(item).count();
    } catch (IllegalArgumentException e) {
      return -1;
    }
  }
}

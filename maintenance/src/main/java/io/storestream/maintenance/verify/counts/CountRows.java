package io.storestream.maintenance.verify.counts;

import io.storestream.cli.StopSignal;
import io.storestream.dynamodb.item.CountItems;
import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.maintenance.verify.table.Batches;
import io.storestream.maintenance.verify.table.TableErrors;
import io.storestream.maintenance.verify.table.TableScan;
import io.storestream.model.Location;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;

/** Reads the table of counts. For one thread. */
public final class CountRows {

  private static final int READS_AT_ONCE = 16;

  private final DynamoDbAsyncClient dynamoDb;
  private final String table;
  private final StopSignal stop;

  /**
   * @param dynamoDb stays the caller's to close
   * @param storesTable the name of the table of stores
   */
  public CountRows(DynamoDbAsyncClient dynamoDb, String storesTable, StopSignal stop) {
    this.dynamoDb = dynamoDb;
    this.table = CountsTable.nameFor(storesTable);
    this.stop = stop;
  }

  /**
   * Reads all, eventually consistent.
   *
   * @param action called for each item, by another thread
   */
  void scan(Consumer<Map<String, AttributeValue>> action) {
    try (TableScan scan = new TableScan(dynamoDb, table, 1, action)) {
      scan.await(stop, items -> {});
    }
  }

  /** Reads the rows that there are of some locations, consistently. */
  Map<Location, CountRow> read(Collection<Location> locations) {
    Map<Location, CountRow> rows = new HashMap<>();
    Batches<Location> batches = new Batches<>(READS_AT_ONCE, batch -> read(batch, rows));
    locations.forEach(batches::add);
    batches.flush();
    return rows;
  }

  private void read(List<Location> batch, Map<Location, CountRow> rows) {
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
        rows.put(batch.get(i), CountRow.of(answer.item()));
      }
    }
  }
}

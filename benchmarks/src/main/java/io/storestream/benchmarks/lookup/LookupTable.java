package io.storestream.benchmarks.lookup;

import io.storestream.benchmarks.server.Workbench;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.TableSetup;
import io.storestream.model.Store;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Fills the tables that lookups read, in DynamoDB Local. */
final class LookupTable {

  /** More do not change how long a lookup takes. */
  private static final long STORES = 2_500;

  private static final Instant UPDATED_AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final int BATCH = 25;

  private final DynamoDbAsyncClient dynamoDb;
  private final String table;
  private final List<WriteRequest> batch = new ArrayList<>();

  private LookupTable(DynamoDbAsyncClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  /** Creates a table of stores and an empty table of counts, and writes generated stores. */
  static void fill(Workbench bench, String name) {
    DynamoDbEndpoint endpoint = DynamoDbEndpoint.local(bench.dynamoDbLocal());
    try (DynamoDbAsyncClient dynamoDb = DynamoDbClients.forBulk(endpoint, 1)) {
      TableSetup.ofStores(dynamoDb, name).ensure(new Billing.OnDemand());
      TableSetup.ofCounts(dynamoDb, name).ensure(new Billing.OnDemand());
      LookupTable table = new LookupTable(dynamoDb, name);
      bench.stores(STORES).forEach(table::write);
      table.flush();
    }
  }

  private void write(Store store) {
    VersionedStore state =
        new VersionedStore(store.storeNumber(), Version.firstAt(UPDATED_AT), store);
    batch.add(
        WriteRequest.builder()
            .putRequest(put -> put.item(StoreItems.toItem(state, UPDATED_AT)))
            .build());
    if (batch.size() == BATCH) {
      flush();
    }
  }

  private void flush() {
    if (!batch.isEmpty()) {
      // DynamoDB Local leaves no item unprocessed.
      dynamoDb.batchWriteItem(request -> request.requestItems(Map.of(table, batch))).join();
      batch.clear();
    }
  }
}

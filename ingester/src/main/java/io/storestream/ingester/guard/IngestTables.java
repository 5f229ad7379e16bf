package io.storestream.ingester.guard;

import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.ReadyTables;
import io.storestream.dynamodb.schema.TableSetup;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** The table of stores that an ingester writes, and its table of counts. Thread-safe. */
final class IngestTables implements AutoCloseable {

  private final DynamoDbAsyncClient dynamoDb;
  private final TableSetup stores;
  private final TableSetup counts;

  /** Sends no request yet. */
  IngestTables(DynamoDbEndpoint endpoint, String storesTable) {
    this.dynamoDb = DynamoDbClients.forReading(endpoint, 1);
    this.stores = TableSetup.ofStores(dynamoDb, storesTable);
    this.counts = TableSetup.ofCounts(dynamoDb, storesTable);
  }

  TableSetup stores() {
    return stores;
  }

  TableSetup counts() {
    return counts;
  }

  /** Returns the name of the table of stores. */
  String name() {
    return stores.table();
  }

  /**
   * Returns the names of the tables that do not exist.
   *
   * @throws io.storestream.cli.CommandFailedException if DynamoDB does not answer or refuses
   */
  List<String> missing() {
    return Stream.of(stores, counts).filter(it -> !it.isPresent()).map(TableSetup::table).toList();
  }

  /**
   * Returns both tables, which must exist.
   *
   * @throws io.storestream.cli.CommandFailedException as {@link TableSetup#requireExists} says
   */
  ReadyTables present() {
    return new ReadyTables(stores.requireExists(), counts.requireExists());
  }

  /**
   * Ensures that both tables exist and have the required shape.
   *
   * @throws io.storestream.cli.CommandFailedException as {@link TableSetup#ensure} says
   */
  ReadyTables ensure(Billing billing) {
    return new ReadyTables(stores.ensure(billing), counts.ensure(billing));
  }

  @Override
  public void close() {
    dynamoDb.close();
  }
}

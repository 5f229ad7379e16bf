package io.storestream.ingester.guard;

import io.storestream.cli.CommandFailedException;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.ReadyTables;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.dynamodb.schema.TableSetup;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** The table of stores that an ingester writes, and its table of counts. Thread-safe. */
final class IngestTables implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(IngestTables.class);

  private final DynamoDbAsyncClient dynamoDb;
  private final TableSetup stores;
  private final TableSetup counts;
  private final boolean geo;

  /**
   * Sends no request yet.
   *
   * @param geo whether the table of stores has an index by geohash
   */
  IngestTables(DynamoDbEndpoint endpoint, String storesTable, boolean geo) {
    this.dynamoDb = DynamoDbClients.forReading(endpoint, 1);
    TableSetup setup = TableSetup.ofStores(dynamoDb, storesTable);
    this.stores = geo ? setup : setup.withoutCells();
    this.geo = geo;
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
   * @throws CommandFailedException if DynamoDB does not answer or refuses
   */
  List<String> missing() {
    return Stream.of(stores, counts).filter(it -> !it.isPresent()).map(TableSetup::table).toList();
  }

  /**
   * Returns both tables, which must exist.
   *
   * @throws CommandFailedException as {@link TableSetup#requireExists} says
   */
  ReadyTables present() {
    return new ReadyTables(stores.requireExists(), counts.requireExists());
  }

  /**
   * Ensures that both tables exist and have the required shape. DynamoDB may still be filling the
   * index by geohash when this returns.
   *
   * @throws CommandFailedException as {@link TableSetup#ensure} and {@link TableSetup#addCells}
   *     say, or if the table has an index by geohash that it should not have
   */
  ReadyTables ensure(Billing billing) {
    ReadyTables ready = new ReadyTables(stores.ensure(billing), counts.ensure(billing));
    if (!geo && ready.stores().hasCells()) {
      // Who reads the table would take the counts of cells for right.
      throw new CommandFailedException(
          "table %s has index %s, and --geo false leaves its counts of cells as they are: delete the index, or omit --geo false"
              .formatted(name(), StoresTable.CELL_INDEX));
    }
    if (geo && stores.addCells()) {
      log.info(
          "DynamoDB fills index {} in the background. Stores that an earlier release wrote have no"
              + " geohash: `./stores rebuild --table {} --add-index` writes them again",
          StoresTable.CELL_INDEX,
          name());
    }
    return ready;
  }

  @Override
  public void close() {
    dynamoDb.close();
  }
}

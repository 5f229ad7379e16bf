package io.storestream.dynamodb.schema;

import io.storestream.cli.CommandFailedException;
import io.storestream.dynamodb.client.DynamoDbClients;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** Ensures that a table exists and has the required shape, before it is read or written. */
public final class TableSetup {

  private static final Logger log = LoggerFactory.getLogger(TableSetup.class);

  private final DynamoDbAsyncClient dynamoDb;
  private final String table;
  private final TableShape shape;

  private final String remedy;

  private TableSetup(DynamoDbAsyncClient dynamoDb, String table, TableShape shape, String remedy) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.shape = shape;
    this.remedy = remedy;
  }

  /**
   * Returns the setup of a table of stores. Does no I/O yet.
   *
   * @param dynamoDb closed by the caller
   */
  public static TableSetup ofStores(DynamoDbAsyncClient dynamoDb, String table) {
    return new TableSetup(
        dynamoDb,
        table,
        TableShape.STORES,
        ("run `./stores rebuild --table %s` to create and fill it from topic stores, or `./stores"
                + " ingest` if nothing was published yet; or check --table")
            .formatted(table));
  }

  /**
   * Returns the setup of the table of counts that belongs to a table of stores. Does no I/O yet.
   *
   * @param dynamoDb closed by the caller
   * @param storesTable the name of the table of stores
   */
  public static TableSetup ofCounts(DynamoDbAsyncClient dynamoDb, String storesTable) {
    return new TableSetup(
        dynamoDb,
        CountsTable.nameFor(storesTable),
        TableShape.COUNTS,
        "run `./stores rebuild --table %s` to create and fill it".formatted(storesTable));
  }

  /** Returns the same setup of a table of stores, which creates it without the index by geohash. */
  public TableSetup withoutCells() {
    return new TableSetup(dynamoDb, table, TableShape.STORES_WITHOUT_CELLS, remedy);
  }

  /** Returns the name of the table. */
  public String table() {
    return table;
  }

  /**
   * Creates the table if it is absent, waits until it is active and checks its shape. For a table
   * of stores it also turns on the expiry of tombstones.
   *
   * @throws CommandFailedException if DynamoDB does not answer or refuses, or if the table's shape
   *     differs; the message names the differences
   */
  public ReadyTable ensure(Billing billing) {
    try {
      Optional<TableDescription> existing = describe();
      boolean isNew = existing.isEmpty() && create(billing);
      // A table that is being changed can be written, and the waiter would wait for the change.
      if (existing.map(it -> it.tableStatus() != TableStatus.UPDATING).orElse(true)) {
        join(dynamoDb.waiter().waitUntilTableExists(request -> request.tableName(table)));
      }
      ReadyTable ready = requireExists();
      if (shape.expiring()) {
        expireTombstones();
      }
      return new ReadyTable(isNew, ready.arn(), ready.createdAt(), ready.hasCells());
    } catch (SdkException e) {
      throw failure(e);
    }
  }

  /**
   * Checks that the table exists and has the required shape.
   *
   * @throws CommandFailedException as {@link #ensure} says, and if the table is absent
   */
  public ReadyTable requireExists() {
    return find().orElseThrow(this::absent);
  }

  /**
   * Returns the table, or nothing if it is absent. Sends one request.
   *
   * @throws CommandFailedException as {@link #ensure} says
   */
  public Optional<ReadyTable> find() {
    try {
      return describe().map(this::check);
    } catch (SdkException e) {
      throw failure(e);
    }
  }

  /**
   * Returns whether the table exists, in any shape.
   *
   * @throws CommandFailedException if DynamoDB does not answer or refuses
   */
  public boolean isPresent() {
    try {
      return describe().isPresent();
    } catch (SdkException e) {
      throw failure(e);
    }
  }

  /**
   * Adds the index by geohash to an existing table of stores, unless it has it. The table stays in
   * use; DynamoDB fills the index in the background, from items that have its key.
   *
   * @return whether this call added it
   * @throws CommandFailedException as {@link #requireExists} says, and if the index can't be added
   */
  public boolean addCells() {
    try {
      TableDescription description = describe().orElseThrow(this::absent);
      if (check(description).hasCells()) {
        return false;
      }
      join(dynamoDb.updateTable(TableShape.addCellsRequest(description)));
      log.info("Adding index {} to table {}", StoresTable.CELL_INDEX, table);
      return true;
    } catch (DynamoDbException e) {
      if (requireExists().hasCells()) {
        log.info("Another process is adding index {} to {}", StoresTable.CELL_INDEX, table);
        return false;
      }
      throw new CommandFailedException(
          "can't add index %s to table %s: %s; %s"
              .formatted(StoresTable.CELL_INDEX, table, e.getMessage(), adviceOnAdding(e)),
          e);
    } catch (SdkException e) {
      throw failure(e);
    }
  }

  private static String adviceOnAdding(DynamoDbException e) {
    if (e instanceof ResourceInUseException || e instanceof LimitExceededException) {
      return "the table is being changed, so try again later";
    }
    return "allow dynamodb:UpdateTable, or use --geo false to do without the index";
  }

  /**
   * Returns whether the index by geohash is filled.
   *
   * @throws CommandFailedException as {@link #requireExists} says
   */
  public boolean isCellIndexActive() {
    try {
      return TableShape.isCellIndexActive(describe().orElseThrow(this::absent));
    } catch (SdkException e) {
      throw failure(e);
    }
  }

  private CommandFailedException absent() {
    return new CommandFailedException("table %s does not exist: %s".formatted(table, remedy));
  }

  /** Returns whether this process created the table. */
  private boolean create(Billing billing) {
    log.info("Creating table {}", table);
    try {
      join(dynamoDb.createTable(shape.createRequest(table, billing)));
      return true;
    } catch (ResourceInUseException e) {
      log.info("Another process is creating table {}", table);
      return false;
    }
  }

  private void expireTombstones() {
    try {
      TimeToLiveStatus status =
          join(dynamoDb.describeTimeToLive(request -> request.tableName(table)))
              .timeToLiveDescription()
              .timeToLiveStatus();
      if (status == TimeToLiveStatus.ENABLED || status == TimeToLiveStatus.ENABLING) {
        return;
      }
      join(
          dynamoDb.updateTimeToLive(
              request ->
                  request
                      .tableName(table)
                      .timeToLiveSpecification(
                          ttl -> ttl.enabled(true).attributeName(StoresTable.EXPIRES_AT))));
    } catch (SdkException e) {
      // Tombstones then stay forever, which costs a little storage and has no other effect.
      log.warn("Could not turn on the expiry of deleted stores in {}: {}", table, e.getMessage());
    }
  }

  private ReadyTable check(TableDescription description) {
    List<String> differences = shape.differences(description);
    if (!differences.isEmpty()) {
      throw new CommandFailedException(
          "table %s has another shape: %s; choose another with --table"
              .formatted(table, String.join("; ", differences)));
    }
    return new ReadyTable(
        false,
        description.tableArn(),
        description.creationDateTime(),
        TableShape.hasCells(description));
  }

  private Optional<TableDescription> describe() {
    try {
      TableDescription description =
          join(dynamoDb.describeTable(request -> request.tableName(table))).table();
      if (description.tableStatus() == TableStatus.DELETING) {
        throw new CommandFailedException(
            "table %s is being deleted: try again once it is gone".formatted(table));
      }
      return Optional.of(description);
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  private CommandFailedException failure(SdkException e) {
    String advice =
        e instanceof SdkClientException
            ? "; is it running, and are AWS_REGION, AWS_ENDPOINT_URL_DYNAMODB and the credentials right?"
            : "";
    return new CommandFailedException(
        "can't use table %s in DynamoDB: %s%s"
            .formatted(table, DynamoDbClients.firstWords(e), advice),
        e);
  }

  private static <T> T join(CompletableFuture<T> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof SdkException cause) {
        throw cause;
      }
      throw e;
    }
  }
}

package io.storestream.ingester;

import io.storestream.cli.CommandFailedException;
import io.storestream.table.Billing;
import io.storestream.table.DynamoDbClients;
import io.storestream.table.DynamoDbEndpoint;
import io.storestream.table.ReadyTable;
import io.storestream.table.TableSetup;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * Looks now and then whether the tables are there, so that an ingester tells which has nothing to
 * write, and whether they are still the same: one that was created anew lacks all that had been
 * written. Thread-safe.
 */
final class TableWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(TableWatch.class);

  /** One failure in passing is none; the client has tried several times by then, too. */
  private static final int FAILURES = 2;

  private final DynamoDbAsyncClient dynamoDb;
  private final String storesTable;
  private final List<Table> tables;
  private final Duration interval;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "table-watch"));

  /**
   * Asks nothing yet.
   *
   * @param storesTable the table of stores; that of its counts is looked at too
   */
  TableWatch(DynamoDbEndpoint endpoint, String storesTable, Duration interval) {
    this.dynamoDb = DynamoDbClients.forReading(endpoint, 1);
    this.storesTable = storesTable;
    this.tables =
        List.of(
            new Table(TableSetup.ofStores(dynamoDb, storesTable)),
            new Table(TableSetup.ofCounts(dynamoDb, storesTable)));
    this.interval = interval;
  }

  /**
   * Returns the names of the tables that do not exist.
   *
   * @throws CommandFailedException if DynamoDB does not answer or refuses
   */
  List<String> missing() {
    return tables.stream()
        .map(it -> it.setup)
        .filter(it -> !it.isPresent())
        .map(TableSetup::table)
        .toList();
  }

  /** Returns whether the table of stores has no item; it has to exist. */
  boolean isStoresTableEmpty() {
    return tables.get(0).setup.isEmpty();
  }

  /**
   * Makes sure that both tables are there and fit.
   *
   * @throws CommandFailedException as {@link TableSetup#ensure} says
   */
  void ensure(Billing billing) {
    tables.forEach(it -> it.setup.ensure(billing));
  }

  /** Takes note of the tables that are there now, and looks at them from now on. */
  void start() {
    tables.forEach(it -> it.known = it.setup.requireExists());
    long millis = interval.toMillis();
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(
            () -> tables.forEach(this::look), millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Returns what is wrong with the tables, or nothing. */
  Optional<String> trouble() {
    return tables.stream().map(it -> it.trouble).filter(Objects::nonNull).findFirst();
  }

  @Override
  public void close() {
    executor.shutdownNow();
    dynamoDb.close();
  }

  private void look(Table table) {
    TableSetup setup = table.setup;
    try {
      ReadyTable now = setup.find().orElse(null);
      if (now == null) {
        table.trouble(
            "table %s does not exist: run `./stores rebuild --table %s`"
                .formatted(setup.table(), storesTable));
        return;
      }
      if (table.known != null && !now.createdAt().equals(table.known.createdAt())) {
        log.warn(
            "Table {} was created anew at {}: unless a rebuild has filled it, run `./stores rebuild"
                + " --table {}`",
            setup.table(),
            now.createdAt(),
            storesTable);
      }
      table.known = now;
      table.failures = 0;
      table.trouble(null);
    } catch (CommandFailedException e) {
      if (++table.failures >= FAILURES) {
        table.trouble(e.getMessage());
      }
    } catch (RuntimeException e) {
      log.debug("Can't look at table {}", setup.table(), e);
    }
  }

  /** A table that is looked at. */
  private static final class Table {
    private final TableSetup setup;
    private volatile @Nullable String trouble;
    // Set at the start, and then of the executor's thread alone.
    private @Nullable ReadyTable known;
    private int failures;

    Table(TableSetup setup) {
      this.setup = setup;
    }

    /** Says so once when it begins, and when it is over. */
    void trouble(@Nullable String now) {
      if (trouble == null && now != null) {
        log.warn("{}; changes are kept meanwhile", now);
      } else if (trouble != null && now == null) {
        log.info("Table {} can be used again", setup.table());
      }
      trouble = now;
    }
  }
}

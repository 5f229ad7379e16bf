package io.storestream.ingester;

import io.storestream.cli.CommandFailedException;
import io.storestream.table.DynamoDbClients;
import io.storestream.table.DynamoDbEndpoint;
import io.storestream.table.ReadyTable;
import io.storestream.table.TableSetup;
import java.time.Duration;
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
 * Looks now and then whether the table is there, so that an ingester tells which has nothing to
 * write, and whether it is still the same: one that was created anew lacks all that had been
 * written. Thread-safe.
 */
final class TableWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(TableWatch.class);

  /** One failure in passing is none; the client has tried several times by then, too. */
  private static final int FAILURES = 2;

  private final DynamoDbAsyncClient dynamoDb;
  private final TableSetup setup;
  private final String table;
  private final Duration interval;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "table-watch"));
  private volatile @Nullable String trouble;
  // Set at the start, and then of the executor's thread alone.
  private @Nullable ReadyTable known;
  private int failures;

  /** Asks nothing yet. */
  TableWatch(DynamoDbEndpoint endpoint, String table, Duration interval) {
    this.dynamoDb = DynamoDbClients.forReading(endpoint, 1);
    this.setup = TableSetup.ofStores(dynamoDb, table);
    this.table = table;
    this.interval = interval;
  }

  /** Returns what creates and checks the table. */
  TableSetup setup() {
    return setup;
  }

  /** Takes note of the table that is there now, and looks at it from now on. */
  void start() {
    known = setup.requireExists();
    long millis = interval.toMillis();
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Returns what is wrong with the table, or nothing. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  @Override
  public void close() {
    executor.shutdownNow();
    dynamoDb.close();
  }

  private void look() {
    try {
      if (!setup.isPresent()) {
        trouble =
            "table %s does not exist: run `./stores rebuild --table %s`".formatted(table, table);
        return;
      }
      ReadyTable now = setup.requireExists();
      if (known != null && !now.createdAt().equals(known.createdAt())) {
        log.warn(
            "Table {} was created anew at {}: unless a rebuild has filled it, run `./stores rebuild"
                + " --table {}`",
            table,
            now.createdAt(),
            table);
      }
      known = now;
      failures = 0;
      trouble = null;
    } catch (CommandFailedException e) {
      if (++failures >= FAILURES) {
        trouble = e.getMessage();
      }
    } catch (RuntimeException e) {
      log.debug("Can't look at table {}", table, e);
    }
  }
}

package io.storestream.ingester.guard;

import io.storestream.cli.CommandFailedException;
import io.storestream.dynamodb.schema.ReadyTable;
import io.storestream.dynamodb.schema.ReadyTables;
import io.storestream.ingester.identity.WrittenTables;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Regularly checks whether the tables exist, so that an ingester reports a missing table even if it
 * has nothing to write. It also checks whether they are the same tables: a recreated table lacks
 * everything that was written, until a rebuild has filled it. Thread-safe.
 */
public final class TableWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(TableWatch.class);

  /** A single failure is ignored; the client has retried several times by then. */
  private static final int FAILURES = 2;

  private final IngestTables tables;
  private final Predicate<ReadyTables> isRebuilt;
  private final Consumer<WrittenTables> onMove;
  private final Duration interval;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "table-watch"));
  private volatile @Nullable String trouble;
  // Used only by the executor's thread, once it is started.
  private WrittenTables known;
  private int failures;

  /**
   * Sends no request yet.
   *
   * @param known the tables of the saved identity
   * @param isRebuilt whether a rebuild has filled tables that differ from the saved ones
   * @param onMove receives the tables to save instead
   */
  TableWatch(
      IngestTables tables,
      WrittenTables known,
      Predicate<ReadyTables> isRebuilt,
      Consumer<WrittenTables> onMove,
      Duration interval) {
    this.tables = tables;
    this.known = known;
    this.isRebuilt = isRebuilt;
    this.onMove = onMove;
    this.interval = interval;
  }

  /** Starts to check the tables regularly; the first check follows after the interval. */
  public void start() {
    long millis = interval.toMillis();
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(this::check, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Returns what is wrong with the tables, or nothing. */
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private void check() {
    try {
      Optional<ReadyTable> stores = tables.stores().find();
      Optional<ReadyTable> counts = tables.counts().find();
      if (stores.isEmpty() || counts.isEmpty()) {
        String missing = (stores.isEmpty() ? tables.stores() : tables.counts()).table();
        trouble(
            "table %s does not exist: run `./stores rebuild --table %s`"
                .formatted(missing, tables.name()),
            "changes are kept meanwhile");
      } else {
        compare(new ReadyTables(stores.get(), counts.get()));
      }
      failures = 0;
    } catch (CommandFailedException e) {
      if (++failures >= FAILURES) {
        trouble(String.valueOf(e.getMessage()), "changes are kept meanwhile");
      }
    } catch (RuntimeException e) {
      log.debug("Can't check the tables", e);
    }
  }

  private void compare(ReadyTables present) {
    WrittenTables now = WrittenTables.of(present);
    if (now.equals(known)) {
      if (trouble != null) {
        log.info("Table {} can be used again", tables.name());
      }
      trouble = null;
    } else if (isRebuilt.test(present)) {
      onMove.accept(now);
      log.info("Table {} was recreated, and a rebuild has filled it", created(now));
      known = now;
      trouble = null;
    } else {
      trouble(
          "table %s was recreated and lacks what was written before: run `./stores rebuild --table %s`"
              .formatted(created(now), tables.name()),
          "what changes from now on is written");
    }
  }

  private String created(WrittenTables now) {
    return (now.stores().equals(known.stores()) ? tables.counts() : tables.stores()).table();
  }

  private void trouble(String now, String meanwhile) {
    if (!now.equals(trouble)) {
      log.warn("{}; {}", now, meanwhile);
    }
    trouble = now;
  }
}

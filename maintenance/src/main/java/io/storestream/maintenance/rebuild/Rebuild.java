package io.storestream.maintenance.rebuild;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.ExitCode;
import io.storestream.cli.Progress;
import io.storestream.cli.StopSignal;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.schema.ReadyTable;
import io.storestream.dynamodb.schema.ReadyTables;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.dynamodb.schema.TableSetup;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.StoresTopic;
import io.storestream.kafka.TopicReader;
import io.storestream.kafka.Topics;
import io.storestream.maintenance.rebuild.Checkpoint.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * Replays the {@code stores} topic into a table, new or existing, and the {@code location-counts}
 * topic into its table of counts, and never takes back what is newer there. For one thread.
 *
 * <pre>{@code
 * try (StopSignal stop = StopSignal.install()) {
 *   new Rebuild(kafka, DynamoDbEndpoint.fromEnvironment(), settings).run(stop, report -> …);
 * }
 * }</pre>
 */
public final class Rebuild {

  private static final Logger log = LoggerFactory.getLogger(Rebuild.class);

  /** Filling an index takes minutes to hours. */
  private static final Duration INDEX_POLL = Duration.ofSeconds(2);

  private static final Duration TABLE_CHECK_INTERVAL = Duration.ofSeconds(60);

  private final KafkaOptions kafkaOptions;
  private final DynamoDbEndpoint endpoint;
  private final RebuildSettings settings;
  private final Duration tableCheckInterval;

  /** Does no I/O yet. */
  public Rebuild(KafkaOptions kafka, DynamoDbEndpoint endpoint, RebuildSettings settings) {
    this(kafka, endpoint, settings, TABLE_CHECK_INTERVAL);
  }

  Rebuild(
      KafkaOptions kafka,
      DynamoDbEndpoint endpoint,
      RebuildSettings settings,
      Duration tableCheckInterval) {
    this.kafkaOptions = kafka;
    this.endpoint = endpoint;
    this.settings = settings;
    this.tableCheckInterval = tableCheckInterval;
  }

  /**
   * Rebuilds, and returns once the tables hold all that the topics held when the last part of it
   * was begun; if it is to follow, only when stopped. Where it is stopped or killed, the next run
   * of the same table goes on.
   *
   * @param stop ends it early
   * @param onCaughtUp is told when the table is complete
   * @throws CommandFailedException if Kafka or DynamoDB can't be used, the topic or the table is
   *     absent, has another shape or is exchanged meanwhile, or if it is stopped too early
   */
  public RebuildReport run(StopSignal stop, Consumer<RebuildReport> onCaughtUp) {
    Instant begin = Instant.now();
    stop.exitWith(ExitCode.FAILED);
    try (KafkaAdmin kafka = KafkaAdmin.connect(kafkaOptions);
        TopicReader reader = TopicReader.open(kafkaOptions);
        DynamoDbAsyncClient reading = DynamoDbClients.forReading(endpoint, 1)) {
      StoresTopic topic = StoresTopic.require(kafka);
      TableSetup ofStores = TableSetup.ofStores(reading, settings.table());
      TableSetup setup = settings.geo() ? ofStores : ofStores.withoutCells();
      ReadyTable table = setup.ensure(settings.billing());
      if (settings.addIndex()) {
        addIndex(setup, stop);
      }
      TableSetup countsSetup = TableSetup.ofCounts(reading, settings.table());
      ReadyTable counts = countsSetup.ensure(settings.billing());
      Checkpoints checkpoints =
          new Checkpoints(kafka, settings.table(), topic, new ReadyTables(table, counts));
      Checkpoint start = start(checkpoints, topic, table);
      Sources sources =
          new Sources(kafka, topic, Map.of(setup, table, countsSetup, counts), tableCheckInterval);
      warnOfMissingCounts(sources);
      Replay replay = new Replay(sources, reader, checkpoints, endpoint, settings, stop);
      replay.run(start, () -> onCaughtUp.accept(report(replay, begin)));
      RebuildReport report = report(replay, begin);
      warnOfMisplaced(report.stores().misplaced());
      return report;
    }
  }

  /** Adds the index by geohash, unless the table has it, and waits until DynamoDB has filled it. */
  private void addIndex(TableSetup setup, StopSignal stop) {
    setup.addCells();
    Instant begin = Instant.now();
    try (Progress progress = Progress.start("adding " + StoresTable.CELL_INDEX, "seconds", -1)) {
      while (!setup.isCellIndexActive()) {
        progress.update(Duration.between(begin, Instant.now()).toSeconds());
        if (stop.await(INDEX_POLL)) {
          throw new CommandFailedException(
              "stopped while DynamoDB adds index %s to table %s, which goes on: run the same command again"
                  .formatted(StoresTable.CELL_INDEX, settings.table()));
        }
      }
    }
    log.info("Table {} has index {}", settings.table(), StoresTable.CELL_INDEX);
  }

  private Checkpoint start(Checkpoints checkpoints, StoresTopic topic, ReadyTable table) {
    Optional<Checkpoint> saved =
        settings.fromBeginning() || settings.addIndex() || table.isNew()
            ? Optional.empty()
            : checkpoints.find();
    if (saved.isEmpty()) {
      log.info(
          "Replaying topic stores into {} table {}",
          table.isNew() ? "the new" : "the existing",
          settings.table());
      return new Checkpoint(topic.starts(), Stage.LOADING, Instant.now());
    }
    Checkpoint checkpoint = saved.get();
    log.info(
        "Going on at {}, where a rebuild of table {} has stopped at {}; --from-beginning starts over",
        checkpoint.offsets(),
        settings.table(),
        checkpoint.savedAt());
    if (Duration.between(checkpoint.savedAt(), Instant.now()).compareTo(topic.deleteRetention())
        > 0) {
      log.warn(
          "The topic may have forgotten by now which stores were deleted since then"
              + " (delete.retention.ms): run `./stores verify --table {} --repair` afterwards",
          settings.table());
    }
    return checkpoint;
  }

  private void warnOfMissingCounts(Sources sources) {
    if (sources.countStarts().isEmpty()) {
      log.warn(
          "Topic {} does not exist, so there are no counts: an ingester of this release creates it",
          Topics.LOCATION_COUNTS);
    } else if (!sources.hasCounts()) {
      log.warn(
          "Topic {} is empty, so there are no counts: run `./stores verify --table {} --repair`"
              + " afterwards, which counts the stores itself",
          Topics.LOCATION_COUNTS,
          settings.table());
    }
  }

  private static void warnOfMisplaced(long records) {
    if (records > 0) {
      log.warn(
          "Topic stores was given more partitions after it was filled: {} records are in partitions where"
              + " their keys no longer belong, and a store that was deleted since may have come back."
              + " docs/operating/runbook.md, \"When something is lost\", says what to do",
          records);
    }
  }

  private static RebuildReport report(Replay replay, Instant begin) {
    return replay.figures().toReport(Duration.between(begin, Instant.now()));
  }
}

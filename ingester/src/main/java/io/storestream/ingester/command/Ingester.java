package io.storestream.ingester.command;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.storestream.cli.CommandFailedException;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.formats.record.ChangeDecoders;
import io.storestream.formats.record.registry.RegistryUnavailableException;
import io.storestream.formats.record.registry.SchemaRegistry;
import io.storestream.ingester.IngestMetrics;
import io.storestream.ingester.IngesterSettings;
import io.storestream.ingester.guard.IngestTopics;
import io.storestream.ingester.guard.OpenTransaction;
import io.storestream.ingester.guard.OpenTransactionWatch;
import io.storestream.ingester.guard.PreparedStart;
import io.storestream.ingester.guard.TableWatch;
import io.storestream.ingester.guard.TopicWatch;
import io.storestream.ingester.memory.CachedStates;
import io.storestream.ingester.outbox.TableWriters;
import io.storestream.ingester.topology.StoreTopology;
import io.storestream.ingester.topology.TopologyOptions;
import io.storestream.kafka.ConsumerLag;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.LastStableOffset;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * The running application: Kafka Streams, the writers, the watches of topics and tables, and their
 * clients, started and stopped as one. Thread-safe.
 *
 * <pre>{@code
 * try (Ingester ingester = Ingester.start(settings, kafka, DynamoDbEndpoint.fromEnvironment(), registry)) {
 *   stop.await();
 * }
 * }</pre>
 */
public final class Ingester implements AutoCloseable {

  /** Shorter than the patience of someone who looks at a map. */
  private static final Duration DELTA_INTERVAL = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(Ingester.class);

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  private final IngesterSettings settings;
  private final IngestTopics topics;
  private final IngestMetrics metrics;
  private final KafkaAdmin kafka;
  private final DynamoDbAsyncClient dynamoDb;
  private final TableWriters writers;
  private final KafkaStreams streams;
  private final KafkaStreamsMetrics kafkaMetrics;
  private final PreparedStart start;
  private final TopicWatch watch;
  private final TableWatch tableWatch;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final OpenTransactionWatch transactions;
  private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
  private final @Nullable RegistryHold hold;
  private final Pauses pauses;
  private final PendingLimit pendingLimit;
  private final ThreadReplacements replacements = new ThreadReplacements(InstantSource.system());

  private Ingester(
      IngesterSettings settings,
      KafkaOptions kafkaOptions,
      DynamoDbEndpoint endpoint,
      MeterRegistry registry,
      KafkaAdmin kafka,
      PreparedStart start,
      Duration watchInterval) {
    this.start = start;
    this.settings = settings;
    this.topics = start.topics();
    this.kafka = kafka;
    this.watch = start.watchTopics(this::onLoss, watchInterval);
    this.tableWatch = start.watchTables(watchInterval);
    this.transactions =
        new OpenTransactionWatch(
            () -> LastStableOffset.of(kafka, topics.read()),
            watchInterval,
            InstantSource.system(),
            registry);
    this.hold =
        settings.registry() == null
            ? null
            : new RegistryHold(new SchemaRegistry(settings.registry()), watchInterval);
    TopologyOptions options =
        new TopologyOptions(
            settings.maxAhead(),
            topics.maxDeadLetterBytes(kafka),
            settings.epoch(),
            settings.geo(),
            DELTA_INTERVAL,
            settings.commitInterval(),
            CachedStates.bytesPerTask(start.partitions()));
    this.metrics = new IngestMetrics(registry);
    this.dynamoDb = DynamoDbClients.forWriting(endpoint, 2 * settings.maxInFlight());
    this.writers = TableWriters.create(dynamoDb, settings, registry);
    Topology topology =
        StoreTopology.create(
            settings.topic(),
            start.topicId(),
            start.partitions(),
            start.resolvesInPlace(),
            ChangeDecoders.of(
                settings.formats(),
                settings.mapping(),
                settings.epoch(),
                hold == null ? null : hold.registry()),
            options,
            writers,
            metrics);
    Map<String, Object> config =
        StreamsSettings.create(
            settings,
            start.partitions(),
            start.stateDir(),
            options.maxDeadLetterBytes(),
            kafkaOptions.clientConfig());
    try {
      this.streams = new KafkaStreams(topology, new StreamsConfig(config));
    } catch (KafkaException e) {
      dynamoDb.close();
      throw new CommandFailedException(
          "can't start Kafka Streams with state in %s (--state-dir): %s; can it be written, and does no other instance use it?"
              .formatted(settings.stateDir(), e.getMessage()),
          e);
    }
    streams.setUncaughtExceptionHandler(this::onUncaught);
    pauses = new Pauses(streams::pause, streams::resume, registry);
    pendingLimit =
        new PendingLimit(
            settings.maxPending(),
            Map.of(
                settings.table(),
                writers.stores()::waiting,
                CountsTable.nameFor(settings.table()),
                writers.counts()::waiting),
            pauses);
    var unused = writers.failure().thenAccept(failure::complete);
    kafkaMetrics = new KafkaStreamsMetrics(streams);
    kafkaMetrics.bindTo(registry);
  }

  /**
   * Starts the application. Once this returns, the topics and the tables exist and the stream
   * threads are starting.
   *
   * @param registry receives the metrics
   * @throws io.storestream.cli.CommandFailedException if Kafka or DynamoDB can't be used, or a
   *     topic or the table has another shape, or was lost since the last start
   */
  public static Ingester start(
      IngesterSettings settings,
      KafkaOptions kafkaOptions,
      DynamoDbEndpoint endpoint,
      MeterRegistry registry) {
    return start(settings, kafkaOptions, endpoint, registry, TopicWatch.INTERVAL);
  }

  static Ingester start(
      IngesterSettings settings,
      KafkaOptions kafkaOptions,
      DynamoDbEndpoint endpoint,
      MeterRegistry registry,
      Duration watchInterval) {
    KafkaAdmin kafka = KafkaAdmin.connect(kafkaOptions);
    PreparedStart start = null;
    try {
      start = PreparedStart.prepare(settings, kafka, endpoint);
      Ingester ingester =
          new Ingester(settings, kafkaOptions, endpoint, registry, kafka, start, watchInterval);
      ingester.writers.start();
      ingester.startStreams();
      return ingester;
    } catch (RuntimeException e) {
      if (start != null) {
        start.close();
      }
      kafka.close();
      throw e;
    }
  }

  private void startStreams() {
    try {
      watch.start();
      tableWatch.start();
      transactions.start();
      streams.start();
      pendingLimit.start();
    } catch (StreamsException e) {
      closeAll();
      throw new CommandFailedException(
          "can't use %s for state: %s; give each instance a separate --state-dir"
              .formatted(settings.stateDir(), e.getMessage()),
          e);
    } catch (RuntimeException e) {
      closeAll();
      throw e;
    }
  }

  /** Returns the figures since the start. */
  public IngestFigures figures() {
    return new IngestFigures(
        writers.stores().written(),
        metrics.duplicates(),
        metrics.stale(),
        writers.requests(),
        metrics.deadLetters());
  }

  /**
   * Returns whether all events that were published before the call are in the table, if no other
   * instance runs. Asks Kafka, which can take seconds. An accepted event is with the writers before
   * its offset is committed, so the writers are asked last.
   */
  public boolean isCaughtUp() {
    if (!isRunning() || writers.outstanding() > 0) {
      return false; // the cheap answers first
    }
    return new ConsumerLag(kafka, topics.applicationId(), topics.topic()).isZero()
        && writers.outstanding() == 0
        && isRunning();
  }

  /** Returns whether events are being processed. */
  public boolean isRunning() {
    return streams.state() == KafkaStreams.State.RUNNING;
  }

  /** Returns how long the oldest pending item has waited; zero if none waits. */
  public Duration pendingAge() {
    return writers.pendingAge();
  }

  /** Returns why nothing can be written or no events can be read; empty if all is well. */
  public Optional<String> trouble() {
    return holdReason()
        .or(() -> writers.trouble().map("DynamoDB takes no writes: "::concat))
        .or(tableWatch::trouble)
        .or(watch::trouble);
  }

  /** Returns why no event is processed though all is well otherwise; empty if none is held back. */
  Optional<String> holdReason() {
    return hold == null ? Optional.empty() : hold.reason();
  }

  /** Returns the transaction that has blocked a partition for longest; empty if there is none. */
  Optional<OpenTransaction> openTransaction() {
    return transactions.longest();
  }

  /** Completes with the cause if the application fails; the caller still has to close it. */
  public CompletableFuture<Throwable> failure() {
    return failure;
  }

  /**
   * Stops, after a bounded wait for the writes in flight; unacknowledged writes stay in the outbox
   * for the next start. Idempotent.
   */
  @Override
  public void close() {
    watch.close();
    tableWatch.close();
    transactions.close();
    new FinalDrain(writers, () -> isRunning() && !pauses.isPaused()).await();
    closeAll();
  }

  /** Idempotent; also after an incomplete start. */
  private void closeAll() {
    if (hold != null) {
      hold.close();
    }
    pendingLimit.close();
    watch.close();
    tableWatch.close();
    transactions.close();
    // Other instances take over at once instead of after this one's session timeout.
    CloseOptions leaving =
        CloseOptions.timeout(CLOSE_TIMEOUT)
            .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP);
    boolean stopped = streams.close(leaving);
    if (!stopped) {
      log.warn("Kafka Streams did not stop within {} s", CLOSE_TIMEOUT.toSeconds());
    } else if (!failure.isDone() && !closed.getAndSet(true)) {
      start.keepState(watch);
    }
    kafkaMetrics.close();
    writers.close();
    dynamoDb.close();
    start.close();
    kafka.close();
  }

  private StreamThreadExceptionResponse onUncaught(Throwable error) {
    RegistryUnavailableException unavailable = RegistryHold.causeOf(error);
    if (hold != null && unavailable != null) {
      // Its transaction is rolled back, and another thread reads the record again.
      hold.begin(unavailable, pauses);
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    if (replacements.tryReplaceAfter(error)) {
      log.warn("A stream thread gave up and is replaced", error);
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    log.error("The application can't go on", error);
    watch.diagnose().ifPresentOrElse(this::onLoss, () -> failure.complete(error));
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  private void onLoss(CommandFailedException loss) {
    if (failure.complete(loss)) {
      log.error("The application can't go on: {}", loss.getMessage());
    }
  }
}

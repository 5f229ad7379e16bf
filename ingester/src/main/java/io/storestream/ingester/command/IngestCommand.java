package io.storestream.ingester.command;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.storestream.cli.CommandFailedException;
import io.storestream.cli.ExitCode;
import io.storestream.cli.ListenAddress;
import io.storestream.cli.StopSignal;
import io.storestream.cli.management.ManagementServer;
import io.storestream.cli.management.ProcessMetrics;
import io.storestream.cli.option.PortConverter;
import io.storestream.cli.option.ValidSettings;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.schema.BillingOptions;
import io.storestream.dynamodb.schema.TableOptions;
import io.storestream.dynamodb.writer.DynamoDbWriter;
import io.storestream.ingester.IngesterSettings;
import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.Topics;
import io.storestream.model.event.EpochUnit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The {@code ingest} command. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    description = {
      "Reads change events from Kafka and keeps the DynamoDB table up to date, until it is stopped.",
      "Creates its topics and the table if they are absent. AWS settings come from the SDK's own"
          + " chain: AWS_REGION, AWS_ENDPOINT_URL_DYNAMODB, profiles, roles."
    })
public final class IngestCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private KafkaOptions kafka = new KafkaOptions();
  @Mixin private TableOptions table = new TableOptions();
  @Mixin private BillingOptions billing = new BillingOptions();
  @Mixin private SchemaRegistryOptions schemaRegistry = new SchemaRegistryOptions();
  @Mixin private RecordOptions records = new RecordOptions();

  @Option(names = "--topic", paramLabel = "NAME", description = "Topic of the change events.")
  private String topic = Topics.STORE_CHANGES;

  @Option(
      names = "--application-id",
      paramLabel = "ID",
      description =
          "Consumer group and prefix of internal topics; instances of one ID share the work.")
  private String applicationId = InternalTopics.DEFAULT_APPLICATION_ID;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description =
          "Partitions of topics that are created, and therefore how many tasks can work in"
              + " parallel; fixed for the life of an application ID. 0 keeps those of the internal"
              + " topics, takes those of the topic of events for new ones, and 6 if there is none.")
  private int partitions;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Stream threads; 0 takes one for each two processors.")
  private int threads;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description =
          "Local state, a separate directory for each instance. State that is lost is"
              + " restored from Kafka.")
  private Path stateDir = Path.of(System.getProperty("user.home"), ".storestream", "state");

  @Option(
      names = "--management-port",
      paramLabel = "PORT",
      converter = PortConverter.class,
      description =
          "Port of health (/health/live, /health/ready) and metrics (/metrics); 0 takes a"
              + " free port.")
  private int managementPort = 8081;

  @Option(
      names = "--management-host",
      paramLabel = "HOST",
      description = "Address that health and metrics listen on; 0.0.0.0 for all addresses.")
  private String managementHost = "127.0.0.1";

  @Option(
      names = "--max-pending-age",
      paramLabel = "DURATION",
      description =
          "/health/ready answers 503 while a store has waited for the table, or events for"
              + " the end of an open transaction, longer than this.")
  private Duration maxPendingAge = Duration.ofMinutes(1);

  @Option(
      names = "--max-in-flight",
      paramLabel = "N",
      description = "Write requests in flight at the same time.")
  private int maxInFlight = DynamoDbWriter.DEFAULT_MAX_IN_FLIGHT;

  @Option(
      names = "--max-pending",
      paramLabel = "N",
      description =
          "When this many writes wait for a table, no more events are processed until half of them"
              + " are written. Each takes about 1 KB of the heap; 0 takes as many as fill a quarter"
              + " of it with both tables.")
  private int maxPending;

  @Option(
      names = "--geo",
      paramLabel = "BOOLEAN",
      arity = "1",
      description =
          "Count stores by geohash cell, too, and index them by it. Fixed for the life of an"
              + " application ID. false does without both, and saves a write unit for each changed"
              + " store.")
  private boolean geo = true;

  @Option(
      names = "--max-ahead",
      paramLabel = "DURATION",
      description = "Events that are further ahead of the clock go to the dead-letter topic.")
  private Duration maxAhead = IngesterSettings.DEFAULT_MAX_AHEAD;

  @Option(
      names = "--epoch",
      paramLabel = "UNIT",
      description =
          "Events may have numbers for times: seconds or millis since 1970. Without it, an event"
              + " with such a time is a dead letter.")
  private @Nullable EpochUnit epoch;

  @Option(
      names = "--from-beginning",
      fallbackValue = "true",
      description =
          "Replay all events: refuse to start unless --application-id is new and the topic"
              + " still has its first event. Omit it once the replay has begun.")
  private boolean fromBeginning;

  /** Called by picocli. */
  public IngestCommand() {}

  @Override
  @SuppressWarnings("try") // The metrics of the process are only held.
  public Integer call() {
    IngesterSettings settings = settings();
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (StopSignal stop = StopSignal.install();
        ProcessMetrics process = ProcessMetrics.watch(registry);
        ManagementServer management = ManagementServer.bind(managementHost, managementPort);
        Ingester ingester =
            Ingester.start(settings, kafka, DynamoDbEndpoint.fromEnvironment(), registry)) {
      IngesterHealth health = new IngesterHealth(ingester, maxPendingAge);
      management.start(health::isLive, health::trouble, registry);
      System.out.printf(
          "ingesting %s from %s into table %s; metrics at %s/metrics%n",
          topic,
          kafka.bootstrapServers(),
          table.table(),
          ListenAddress.url("http", managementHost, management.port()));
      CompletableFuture<Void> unused =
          ingester
              .failure()
              .thenRun(
                  () -> {
                    stop.exitWith(ExitCode.FAILED);
                    stop.request();
                  });
      stop.await();
      if (ingester.failure().isDone()) {
        throw ingester.failure().join() instanceof CommandFailedException cause
            ? cause
            : new CommandFailedException("stopped by a failure; the log has the cause");
      }
      return ExitCode.OK;
    }
  }

  private IngesterSettings settings() {
    return ValidSettings.of(
        spec,
        () -> {
          if (maxPendingAge.isNegative()) {
            throw new IllegalArgumentException(
                "maxPendingAge must not be negative: " + maxPendingAge);
          }
          if (threads < 0) {
            throw new IllegalArgumentException("threads must be 0 or more: " + threads);
          }
          return IngesterSettings.builder()
              .applicationId(applicationId)
              .topic(topic)
              .partitions(partitions == 0 ? OptionalInt.empty() : OptionalInt.of(partitions))
              .threads(threads == 0 ? IngesterSettings.defaultThreads() : threads)
              .stateDir(stateDir)
              .maxAhead(maxAhead)
              .epoch(epoch)
              .formats(records.formats())
              .mapping(records.mapping())
              .registry(schemaRegistry.access())
              .table(table.table())
              .billing(billing.billing())
              .geo(geo)
              .maxInFlight(maxInFlight)
              .maxPending(maxPending == 0 ? IngesterSettings.defaultMaxPending() : maxPending)
              .fromBeginning(fromBeginning)
              .build();
        });
  }
}

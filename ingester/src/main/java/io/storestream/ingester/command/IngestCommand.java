package io.storestream.ingester.command;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.storestream.cli.CommandFailedException;
import io.storestream.cli.ExitCode;
import io.storestream.cli.ListenAddress;
import io.storestream.cli.PortConverter;
import io.storestream.cli.ProcessMetrics;
import io.storestream.cli.StopSignal;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.schema.BillingOptions;
import io.storestream.dynamodb.schema.TableOptions;
import io.storestream.dynamodb.writer.DynamoDbWriter;
import io.storestream.dynamodb.writer.WriteMode;
import io.storestream.ingester.IngesterSettings;
import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      defaultValue = "${env:STORES_TOPIC:-" + Topics.STORE_CHANGES + "}",
      description = "Topic of the change events. Default: $${STORES_TOPIC}, else store-changes.")
  private String topic = "";

  @Option(
      names = "--application-id",
      paramLabel = "ID",
      defaultValue = "${env:STORES_APPLICATION_ID:-" + InternalTopics.DEFAULT_APPLICATION_ID + "}",
      description =
          "Consumer group and prefix of internal topics; instances of one ID share the work."
              + " Default: $${STORES_APPLICATION_ID}, else storestream.")
  private String applicationId = "";

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "${env:STORES_PARTITIONS:-0}",
      description =
          "Partitions of topics that are created, and so how many tasks can work in parallel; fixed"
              + " for the life of an application ID. 0 takes what is there, and 6 for new topics."
              + " Default: $${STORES_PARTITIONS}, else 0.")
  private int partitions;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "${env:STORES_THREADS:-0}",
      description = "Stream threads; 0 takes one a processor. Default: $${STORES_THREADS}, else 0.")
  private int threads;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      defaultValue = "${env:STORES_STATE_DIR:-${sys:user.home}/.storestream/state}",
      description =
          "Local state, one directory for each instance; what is lost there is read back from Kafka."
              + " Default: $${STORES_STATE_DIR}, else ~/.storestream/state.")
  private Path stateDir = Path.of("");

  @Option(
      names = "--management-port",
      paramLabel = "PORT",
      converter = PortConverter.class,
      defaultValue = "${env:STORES_MANAGEMENT_PORT:-8081}",
      description =
          "Health (/health/live, /health/ready) and metrics (/metrics); 0 takes a free port. Default:"
              + " $${STORES_MANAGEMENT_PORT}, else 8081.")
  private int managementPort;

  @Option(
      names = "--management-host",
      paramLabel = "HOST",
      defaultValue = "${env:STORES_MANAGEMENT_HOST:-127.0.0.1}",
      description =
          "The address that health and metrics listen on, 0.0.0.0 for all. Default:"
              + " $${STORES_MANAGEMENT_HOST}, else 127.0.0.1.")
  private String managementHost = "127.0.0.1";

  @Option(
      names = "--max-pending-age",
      paramLabel = "DURATION",
      defaultValue = "${env:STORES_MAX_PENDING_AGE:-PT1M}",
      description =
          "/health/ready answers 503 while a store has waited longer than this for the table, or"
              + " events for the end of an open transaction."
              + " Default: $${STORES_MAX_PENDING_AGE}, else PT1M.")
  private Duration maxPendingAge = Duration.ofMinutes(1);

  @Option(
      names = "--writes",
      paramLabel = "MODE",
      defaultValue = "${env:STORES_WRITES:-conditional}",
      description =
          "conditional: safe with other writers of the table; batch: fewer requests, for a table that"
              + " one instance alone writes. Default: $${STORES_WRITES}, else conditional.")
  private WriteMode writes = WriteMode.CONDITIONAL;

  @Option(
      names = "--max-in-flight",
      paramLabel = "N",
      defaultValue = "${env:STORES_MAX_IN_FLIGHT:-" + DynamoDbWriter.DEFAULT_MAX_IN_FLIGHT + "}",
      description =
          "Write requests in flight at once. Default: $${STORES_MAX_IN_FLIGHT}, else "
              + DynamoDbWriter.DEFAULT_MAX_IN_FLIGHT
              + ".")
  private int maxInFlight;

  @Option(
      names = "--max-ahead",
      paramLabel = "DURATION",
      defaultValue = "${env:STORES_MAX_AHEAD:-PT5M}",
      description =
          "Events further ahead of the clock go to the dead-letter topic. Default:"
              + " $${STORES_MAX_AHEAD}, else PT5M.")
  private Duration maxAhead = IngesterSettings.DEFAULT_MAX_AHEAD;

  @Option(
      names = "--from-beginning",
      defaultValue = "${env:STORES_FROM_BEGINNING:-false}",
      fallbackValue = "true",
      description =
          "Replay all events: refuse to start unless --application-id is new and the topic still has"
              + " its first event. Leave it out once that has begun. Default:"
              + " $${STORES_FROM_BEGINNING}, else false.")
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
    try {
      if (maxPendingAge.isNegative()) {
        throw new IllegalArgumentException("maxPendingAge must not be negative: " + maxPendingAge);
      }
      if (threads < 0) {
        throw new IllegalArgumentException("threads must be 0 or more: " + threads);
      }
      return IngesterSettings.builder()
          .applicationId(applicationId)
          .topic(topic)
          .partitions(partitions == 0 ? OptionalInt.empty() : OptionalInt.of(partitions))
          .threads(threads == 0 ? Runtime.getRuntime().availableProcessors() : threads)
          .stateDir(stateDir)
          .maxAhead(maxAhead)
          .table(table.table())
          .billing(billing.billing())
          .writes(writes)
          .maxInFlight(maxInFlight)
          .fromBeginning(fromBeginning)
          .build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}

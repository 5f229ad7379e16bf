package io.storestream.queryapi;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.storestream.cli.ExitCode;
import io.storestream.cli.ListenAddress;
import io.storestream.cli.StopSignal;
import io.storestream.cli.management.ProcessMetrics;
import io.storestream.cli.option.EnvironmentVariable;
import io.storestream.cli.option.PortConverter;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.schema.TableOptions;
import io.storestream.dynamodb.schema.TableSetup;
import io.storestream.queryapi.http.HttpSettings;
import io.storestream.queryapi.http.ServerLimits;
import io.storestream.queryapi.query.PageMemory;
import io.storestream.queryapi.query.geo.GeoReader;
import io.storestream.queryapi.render.StoreStreams;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** Runs the query API until a stop is requested. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Answers lookups of stores over HTTP until Ctrl-C.")
public final class ServeCommand implements Callable<Integer> {

  /** A location and its children are read concurrently. */
  private static final int CALLS_AT_ONCE = 2;

  private static final int CONNECTIONS_OF_HEALTH = 24;

  // Each admitted request and each page of a stream has its connections at once: see RATIONALE.md.
  static final int MAX_CONNECTIONS =
      CALLS_AT_ONCE * ServerLimits.DEFAULT.requests()
          + GeoReader.CALLS_AT_ONCE * PageMemory.MAX_PAGES
          + StoreStreams.MAX_STREAMS
          + CONNECTIONS_OF_HEALTH;

  @Mixin private TableOptions table = new TableOptions();
  @Mixin private HttpOptions http = new HttpOptions();

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      converter = PortConverter.class,
      description = "Port to listen on; 0 takes a free port.")
  private int port = QueryApi.DEFAULT_PORT;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "Address to listen on; 0.0.0.0 for all addresses.")
  @EnvironmentVariable("STORES_HTTP_HOST")
  private String host = QueryApi.DEFAULT_HOST;

  /** Creates a command that picocli fills in. */
  public ServeCommand() {}

  /**
   * Checks the tables, listens, prints the URL, and returns when a stop is requested.
   *
   * @throws io.storestream.cli.CommandFailedException if the table is missing or has another
   *     schema, DynamoDB does not answer, or the port can't be bound
   */
  @Override
  public Integer call() {
    HttpSettings settings = http.settings();
    try (StopSignal stop = StopSignal.install();
        DynamoDbAsyncClient dynamoDb =
            DynamoDbClients.forReading(DynamoDbEndpoint.fromEnvironment(), MAX_CONNECTIONS)) {
      TableSetup.ofStores(dynamoDb, table.table()).requireExists();
      TableSetup.ofCounts(dynamoDb, table.table()).requireExists();
      serve(dynamoDb, settings, stop);
    }
    return ExitCode.OK;
  }

  @SuppressWarnings("try") // The metrics of the process are only held.
  private void serve(DynamoDbAsyncClient dynamoDb, HttpSettings settings, StopSignal stop) {
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (ProcessMetrics process = ProcessMetrics.watch(metrics);
        QueryApi api =
            new QueryApi(
                dynamoDb,
                table.table(),
                metrics,
                settings,
                ServerLimits.DEFAULT,
                System::nanoTime)) {
      api.start(host, port);
      System.out.println(
          "listening on "
              + ListenAddress.url(settings.tls() == null ? "http" : "https", host, api.port()));
      System.out.flush();
      stop.await();
    }
  }
}

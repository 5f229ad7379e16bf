package io.storestream.queryapi;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.servlet.JavalinServlet;
import io.javalin.http.servlet.ServletEntry;
import io.javalin.util.JavalinException;
import io.javalin.util.JavalinLogger;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.storestream.cli.CommandFailedException;
import io.storestream.queryapi.http.AbortedResponses;
import io.storestream.queryapi.http.Caching;
import io.storestream.queryapi.http.HttpSettings;
import io.storestream.queryapi.http.JettySetup;
import io.storestream.queryapi.http.Problems;
import io.storestream.queryapi.http.RequestMetrics;
import io.storestream.queryapi.http.ServerLimits;
import io.storestream.queryapi.http.access.Admission;
import io.storestream.queryapi.query.LocationReader;
import io.storestream.queryapi.query.PageMemory;
import io.storestream.queryapi.query.StoreReader;
import io.storestream.queryapi.query.TableProbe;
import io.storestream.queryapi.query.geo.GeoReader;
import io.storestream.queryapi.render.Replies;
import io.storestream.queryapi.render.StoreStreams;
import io.storestream.queryapi.route.GeoRoutes;
import io.storestream.queryapi.route.HealthRoutes;
import io.storestream.queryapi.route.LocationRoutes;
import io.storestream.queryapi.route.MissingLocations;
import io.storestream.queryapi.route.Routes;
import io.storestream.queryapi.route.StoreRoutes;
import io.storestream.queryapi.route.WindowRoute;
import java.net.BindException;
import java.util.function.LongSupplier;
import kotlin.LazyKt;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * The query API as an HTTP server. Runs once: it can't be started again after {@link #close()}.
 *
 * <pre>{@code
 * try (QueryApi api = new QueryApi(dynamoDb, "StarbucksLocations", metrics)) {
 *   api.start("127.0.0.1", 7070);
 *   …
 * }
 * }</pre>
 */
public final class QueryApi implements AutoCloseable {

  /** The default port. */
  public static final int DEFAULT_PORT = 7070;

  /** The default address, which only programs on this machine reach. */
  public static final String DEFAULT_HOST = "127.0.0.1";

  private static final Logger log = LoggerFactory.getLogger(QueryApi.class);

  private static final int MIN_THREADS = 4;

  private final Javalin javalin;
  private volatile int port;

  /**
   * Does no I/O yet.
   *
   * @param dynamoDb stays the caller's to close, after this
   * @param metrics receives {@code http.server.requests} and what belongs to it; served in full at
   *     {@code /metrics}
   */
  public QueryApi(DynamoDbAsyncClient dynamoDb, String table, PrometheusMeterRegistry metrics) {
    this(dynamoDb, table, metrics, HttpSettings.DEFAULT, ServerLimits.DEFAULT, System::nanoTime);
  }

  QueryApi(
      DynamoDbAsyncClient dynamoDb,
      String table,
      PrometheusMeterRegistry metrics,
      HttpSettings settings,
      ServerLimits limits,
      LongSupplier nanoTime) {
    QueuedThreadPool threads = new QueuedThreadPool(ServerLimits.THREADS, MIN_THREADS);
    threads.setName("query-api");
    Replies replies = new Replies(threads, limits.answerTime());
    AbortedResponses aborted = new AbortedResponses(metrics);
    JettySetup jetty = new JettySetup(settings, limits, aborted);
    Admission admission =
        new Admission(
            settings.apiKeys(),
            settings.rateLimit(),
            limits.requests(),
            jetty::activeRequests,
            nanoTime);
    Gauge.builder("http.server.requests.active", jetty, JettySetup::activeRequests)
        .description("Requests that are being answered")
        .register(metrics);
    StoreReader stores = new StoreReader(dynamoDb, table);
    LocationReader locations = new LocationReader(dynamoDb, table, stores);
    MissingLocations missing = new MissingLocations(locations, threads);
    StoreStreams streams = new StoreStreams(threads, aborted);
    PageMemory memory = new PageMemory();
    GeoReader geo = new GeoReader(dynamoDb, table);
    Routes routes =
        new Routes(
            new StoreRoutes(
                memory,
                stores,
                locations,
                missing,
                new WindowRoute(memory, geo, streams, replies),
                streams,
                replies),
            new GeoRoutes(memory, geo, replies),
            new LocationRoutes(locations, missing, replies),
            new HealthRoutes(new TableProbe(dynamoDb, table, System::nanoTime), table, replies),
            metrics);
    this.javalin =
        Javalin.create(
            config -> {
              configureServer(config, threads, jetty);
              new RequestMetrics(metrics).addTo(config);
              Problems.addTo(config.routes);
              new Caching(settings).addTo(config.routes);
              admission.addTo(config.routes);
              routes.addTo(config.routes);
            });
  }

  private static void configureServer(
      JavalinConfig config, QueuedThreadPool threads, JettySetup jetty) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.jetty.threadPool = threads;
    config.jetty.modifyServer(jetty::configureServer);
    config.jetty.modifyHttpConfiguration(jetty::configureHttp);
    config.events.serverStarting(jetty::configureConnectors);
    // Javalin's default creates a session for any request with a Sec-WebSocket-Version header.
    config.unsafe.servlet =
        LazyKt.lazyOf(new ServletEntry(null, new JavalinServlet(config.unsafe)));
  }

  /**
   * Listens and answers. Once this method returns, the port takes requests.
   *
   * @param host a name or an address of this machine; {@code 0.0.0.0} for all of them
   * @param port 0 for any that is free
   * @throws CommandFailedException if the port is in use or the host is not this machine's
   */
  public void start(String host, int port) {
    boolean logging = JavalinLogger.enabled;
    JavalinLogger.enabled = false; // It would log a failure that the exception describes.
    try {
      this.port = javalin.start(host, port).port();
    } catch (JavalinException e) {
      throw new CommandFailedException(failure(host, port, e), e);
    } finally {
      JavalinLogger.enabled = logging;
    }
  }

  private static String failure(String host, int port, JavalinException e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use")) {
      return "port %d is in use: choose another with --http-port".formatted(port);
    }
    // The default is an address of every machine, so it is not to blame.
    String remedy =
        host.equals(DEFAULT_HOST)
            ? "choose another with --http-port"
            : "choose others with --host and --http-port";
    return "can't listen on %s port %d: %s; %s".formatted(host, port, cause.getMessage(), remedy);
  }

  /**
   * Returns the port that it listens on.
   *
   * @throws IllegalStateException if it was not started
   */
  public int port() {
    if (port == 0) {
      throw new IllegalStateException("not started");
    }
    return port;
  }

  /**
   * Stops: takes no more requests, finishes those that are running, for up to {@link
   * ServerLimits#STOP_TIME}, and then cuts off the rest. Nothing happens if it does not run.
   */
  @Override
  public void close() {
    try {
      javalin.stop();
    } catch (JavalinException e) {
      // Javalin logs what it was.
      log.warn("Some requests were aborted when the server stopped");
    }
  }
}

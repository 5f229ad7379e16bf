package io.storestream.queryapi.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.RequestLogger;
import io.javalin.router.Endpoint;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * Times requests as {@code http_server_requests_seconds} by route, method and status, including
 * those that are refused before their route. Unknown paths and methods share one name each, because
 * every combination of tags stays in memory. Thread-safe.
 */
public final class RequestMetrics implements RequestLogger {

  private static final String NO_ROUTE = "UNKNOWN";
  private static final String NO_METHOD = "OTHER";
  private static final Duration[] BOUNDS =
      LongStream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private static final double NANOS_PER_MILLI = 1e6;

  private final MeterRegistry registry;

  public RequestMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  public void addTo(JavalinConfig config) {
    config.requestLogger.http(this);
    // Javalin matches the route before the handlers only if there is such a handler. Without it the
    // route of refused requests is unknown.
    config.routes.beforeMatched(ctx -> {});
  }

  /** Called once for each request, after its response was written. */
  @Override
  public void handle(Context ctx, Float executionTimeMs) {
    Endpoint route = ctx.endpoints().matchedHttpEndpoint();
    HandlerType method = ctx.method();
    Timer.builder("http.server.requests")
        .description("Completed requests by route, method and status")
        .tag("uri", route == null ? NO_ROUTE : route.path)
        .tag("method", HandlerType.commonHttp().contains(method) ? method.name() : NO_METHOD)
        .tag("status", Integer.toString(ctx.statusCode()))
        .serviceLevelObjectives(BOUNDS)
        .register(registry)
        .record(Math.round(executionTimeMs * NANOS_PER_MILLI), TimeUnit.NANOSECONDS);
  }
}

package io.storestream.queryapi.http.access;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import io.storestream.queryapi.http.problem.Problem;
import io.storestream.queryapi.http.problem.ProblemException;
import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides which requests are admitted. Health and metrics always are: monitoring must see the
 * server when it is busiest. Thread-safe.
 */
public final class Admission {

  private final @Nullable ApiKeys keys;
  private final @Nullable RateLimit rateLimit;
  private final int maxRequests;
  private final IntSupplier activeRequests;

  /**
   * @param keys who may call; {@code null} for everybody
   * @param perSecond requests a second for each client; 0 for any number
   * @param maxRequests how many requests under {@code /v1} may be in progress
   * @param activeRequests how many are in progress, the current one included
   * @param nanoTime as {@link System#nanoTime}
   */
  public Admission(
      @Nullable ApiKeys keys,
      int perSecond,
      int maxRequests,
      IntSupplier activeRequests,
      LongSupplier nanoTime) {
    this.keys = keys;
    this.rateLimit = perSecond == 0 ? null : new RateLimit(perSecond, nanoTime);
    this.maxRequests = maxRequests;
    this.activeRequests = activeRequests;
  }

  public void addTo(RoutesConfig config) {
    config.before(this::admit);
  }

  private void admit(Context ctx) {
    String path = ctx.path();
    if (path.startsWith("/health/") || path.equals("/metrics")) {
      return;
    }
    String client = keys == null ? null : keys.client(ctx.header(ApiKeys.HEADER));
    // Before the key is required, so that guessed keys are limited too.
    limitRate(ctx, client == null ? ctx.ip() : client);
    if (path.startsWith("/v1/")) {
      requireKey(ctx, client);
      if (activeRequests.getAsInt() > maxRequests) {
        throw new ProblemException(Problem.unavailable("too many requests are waiting"));
      }
    }
  }

  private void limitRate(Context ctx, String client) {
    if (rateLimit == null) {
      return;
    }
    Duration wait = rateLimit.take(client);
    if (!wait.isZero()) {
      long seconds = Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds());
      ctx.header(Header.RETRY_AFTER, Long.toString(seconds));
      throw new ProblemException(
          new Problem(HttpStatus.TOO_MANY_REQUESTS, "too many requests; see Retry-After"));
    }
  }

  private void requireKey(Context ctx, @Nullable String client) {
    if (keys != null && client == null) {
      ctx.header(Header.WWW_AUTHENTICATE, "ApiKey header=\"" + ApiKeys.HEADER + "\"");
      throw new ProblemException(
          new Problem(
              HttpStatus.UNAUTHORIZED,
              ctx.header(ApiKeys.HEADER) == null
                  ? "an API key is needed in the header " + ApiKeys.HEADER
                  : "this API key is not known"));
    }
  }
}

package io.storestream.queryapi.http.access;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import io.storestream.queryapi.http.HttpSettings;
import io.storestream.queryapi.http.problem.Problem;
import io.storestream.queryapi.http.problem.ProblemException;
import java.time.Duration;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides which requests are let in. Health and metrics always are: whoever watches the server must
 * see it when it is busiest. Thread-safe.
 */
public final class Admission {

  private static final String TRANSFER_ENCODING = "Transfer-Encoding";

  private static final Set<HandlerType> READS =
      Set.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS);

  private final @Nullable ApiKeys keys;
  private final @Nullable RateLimit rateLimit;
  private final int maxRequests;
  private final IntSupplier activeRequests;

  /**
   * @param activeRequests how many there are, the one that is asking included
   * @param nanoTime as {@link System#nanoTime}
   */
  public Admission(
      HttpSettings settings, int maxRequests, IntSupplier activeRequests, LongSupplier nanoTime) {
    this.keys = settings.apiKeys();
    this.rateLimit =
        settings.rateLimit() == 0 ? null : new RateLimit(settings.rateLimit(), nanoTime);
    this.maxRequests = maxRequests;
    this.activeRequests = activeRequests;
  }

  public void addTo(RoutesConfig config) {
    config.before(this::admit);
  }

  private void admit(Context ctx) {
    requireNoBody(ctx);
    String path = ctx.path();
    if (path.startsWith("/health/") || path.equals("/metrics")) {
      return;
    }
    String client = keys == null ? null : keys.client(ctx.header(ApiKeys.HEADER));
    // Before the key is missed, so that guesses are limited too.
    limitRate(ctx, client == null ? ctx.ip() : client);
    if (path.startsWith("/v1/")) {
      requireKey(ctx, client);
      if (activeRequests.getAsInt() > maxRequests) {
        throw new ProblemException(Problem.unavailable("too many requests are waiting"));
      }
    }
  }

  private static void requireNoBody(Context ctx) {
    boolean hasBody = ctx.req().getContentLengthLong() > 0 || ctx.header(TRANSFER_ENCODING) != null;
    if (hasBody && READS.contains(ctx.method())) {
      throw new ProblemException(
          new Problem(HttpStatus.CONTENT_TOO_LARGE, "requests have no body here"));
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

package io.storestream.queryapi.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.http.NotFoundResponse;
import io.storestream.cli.SafeText;
import io.storestream.queryapi.http.problem.Problem;
import io.storestream.queryapi.http.problem.ProblemException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Turns whatever goes wrong in a request into a {@link Problem}. */
public final class Problems {

  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  private static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";

  private Problems() {}

  /** Adds what checks requests and what catches exceptions. */
  public static void addTo(RoutesConfig config) {
    config.before(Problems::requireWellFormed);
    config.exception(ProblemException.class, (e, ctx) -> send(ctx, e.problem()));
    config.exception(HttpResponseException.class, Problems::sendJavalins);
    config.exception(SdkException.class, Problems::sendDynamoDbs);
    config.exception(TimeoutException.class, Problems::sendTooSlow);
    config.exception(Exception.class, (e, ctx) -> sendInternalError(ctx, e));
    // Errors (no memory, no class) don't go through exception handlers; Javalin logs them.
    config.error(
        HttpStatus.INTERNAL_SERVER_ERROR,
        ctx -> {
          if (ctx.resultInputStream() == null) {
            send(ctx, Problem.internalError());
          }
        });
  }

  private static void requireWellFormed(Context ctx) {
    if (ctx.header(METHOD_OVERRIDE) != null) {
      // Javalin would obey it, even to run this very handler as the answer.
      throw ProblemException.badRequest(METHOD_OVERRIDE + " is not supported");
    }
    try {
      PercentDecoder.decodePath(ctx.path());
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest("the path is not percent-encoded UTF-8: " + e.getMessage());
    }
  }

  private static void sendJavalins(HttpResponseException e, Context ctx) {
    if (e instanceof NotFoundResponse) {
      send(ctx, new Problem(HttpStatus.NOT_FOUND, "there is no such route; see /"));
    } else if (e instanceof MethodNotAllowedResponse) {
      // One value, under a name that depends on what the caller accepts.
      String allowed = String.join(", ", e.getDetails().values());
      ctx.header(Header.ALLOW, allowed);
      send(ctx, new Problem(HttpStatus.METHOD_NOT_ALLOWED, "allowed here are " + allowed));
    } else {
      send(ctx, new Problem(HttpStatus.forStatus(e.getStatus()), String.valueOf(e.getMessage())));
    }
  }

  private static void sendDynamoDbs(SdkException e, Context ctx) {
    if (isOurFault(e)) {
      sendInternalError(ctx, e);
      return;
    }
    // Throttled, down, out of reach, the table or the permission gone: all may pass.
    inContext(ctx, path -> log.warn("DynamoDB could not answer {}: {}", path, e.getMessage()));
    send(ctx, Problem.unavailable("the table can't answer at the moment"));
  }

  private static void sendTooSlow(TimeoutException e, Context ctx) {
    inContext(ctx, path -> log.warn("DynamoDB took too long to answer {}", path));
    send(ctx, Problem.unavailable("the table takes too long to answer at the moment"));
  }

  private static boolean isOurFault(SdkException e) {
    return e instanceof AwsServiceException refusal
        && refusal.awsErrorDetails() != null
        && "ValidationException".equals(refusal.awsErrorDetails().errorCode());
  }

  private static void sendInternalError(Context ctx, Exception e) {
    inContext(ctx, path -> log.error("{} {} failed", ctx.method().name(), path, e));
    send(ctx, Problem.internalError());
  }

  /** Logs with the request's id, and the path so that it can't forge a line. */
  private static void inContext(Context ctx, Consumer<String> logging) {
    MDC.put(RequestIds.NAME, ctx.res().getHeader(RequestIds.HEADER));
    try {
      logging.accept(SafeText.of(ctx.path()));
    } finally {
      MDC.remove(RequestIds.NAME);
    }
  }

  private static void send(Context ctx, Problem problem) {
    if (problem.isUnavailable()) {
      ctx.header(Header.RETRY_AFTER, Problem.RETRY_AFTER_SECONDS);
    }
    ctx.header(Header.CACHE_CONTROL, StandardHeaders.NO_STORE);
    ctx.status(problem.status())
        .contentType(Problem.CONTENT_TYPE)
        .result(problem.toJson(ctx.path()));
  }
}

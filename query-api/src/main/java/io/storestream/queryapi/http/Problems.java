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
import org.eclipse.jetty.util.UrlEncoded;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Turns the exceptions of a request into problem documents. */
public final class Problems {

  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  private static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";

  private Problems() {}

  /** Adds checks of requests and the exception handlers. */
  public static void addTo(RoutesConfig config) {
    config.before(Problems::requireOneMethod);
    config.before(Problems::requireEncoded);
    config.exception(ProblemException.class, (e, ctx) -> send(ctx, e.problem()));
    config.exception(HttpResponseException.class, Problems::sendJavalinProblem);
    config.exception(SdkException.class, Problems::sendDynamoDbProblem);
    config.exception(TimeoutException.class, Problems::sendTooSlow);
    config.exception(Exception.class, (e, ctx) -> sendInternalError(ctx, e));
    // Javalin logs Errors (no memory, no class) itself and calls no exception handler.
    config.error(
        HttpStatus.INTERNAL_SERVER_ERROR,
        ctx -> {
          if (ctx.resultInputStream() == null) {
            send(ctx, Problem.internalError());
          }
        });
  }

  // Javalin would obey it. A cache does not know that, and would keep the empty answer to HEAD, or
  // the one to OPTIONS, as the answer to GET.
  private static void requireOneMethod(Context ctx) {
    if (ctx.header(METHOD_OVERRIDE) != null) {
      throw ProblemException.badRequest(METHOD_OVERRIDE + " is not supported");
    }
  }

  // Javalin would decode bytes that are not UTF-8 to question marks, and find nothing or the wrong
  // thing.
  private static void requireEncoded(Context ctx) {
    String path = ctx.path();
    try {
      UrlEncoded.decodeUtf8To(path, 0, path.length(), (name, value) -> {}, false, false, false);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest("the path is not percent-encoded UTF-8");
    }
  }

  private static void sendJavalinProblem(HttpResponseException e, Context ctx) {
    if (e instanceof NotFoundResponse) {
      send(ctx, new Problem(HttpStatus.NOT_FOUND, "there is no such route; see /"));
    } else if (e instanceof MethodNotAllowedResponse) {
      // The map has one value; its key depends on the request's Accept header.
      String allowed = String.join(", ", e.getDetails().values());
      ctx.header(Header.ALLOW, allowed);
      send(ctx, new Problem(HttpStatus.METHOD_NOT_ALLOWED, "allowed here are " + allowed));
    } else {
      send(ctx, new Problem(HttpStatus.forStatus(e.getStatus()), String.valueOf(e.getMessage())));
    }
  }

  private static void sendDynamoDbProblem(SdkException e, Context ctx) {
    if (isServerFault(e)) {
      sendInternalError(ctx, e);
      return;
    }
    // Throttled, down, unreachable, without table or permission: each may be temporary.
    inContext(ctx, path -> log.warn("DynamoDB could not answer {}: {}", path, e.getMessage()));
    send(ctx, Problem.unavailable("the table can't answer at the moment"));
  }

  private static void sendTooSlow(TimeoutException e, Context ctx) {
    inContext(ctx, path -> log.warn("DynamoDB took too long to answer {}", path));
    send(ctx, Problem.unavailable("the table takes too long to answer at the moment"));
  }

  private static boolean isServerFault(SdkException e) {
    return e instanceof AwsServiceException refusal
        && refusal.awsErrorDetails() != null
        && "ValidationException".equals(refusal.awsErrorDetails().errorCode());
  }

  private static void sendInternalError(Context ctx, Exception e) {
    inContext(ctx, path -> log.error("{} {} failed", ctx.method().name(), path, e));
    send(ctx, Problem.internalError());
  }

  /** Logs with the request's id and a path that cannot forge a log line. */
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

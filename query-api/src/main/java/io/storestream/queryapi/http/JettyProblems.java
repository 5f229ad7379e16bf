package io.storestream.queryapi.http;

import io.javalin.http.HttpStatus;
import io.storestream.queryapi.http.problem.Problem;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests that never reach a route with problem documents: those that are not HTTP, those
 * with too large headers, and those that arrive while the server stops. Thread-safe.
 */
final class JettyProblems extends ErrorHandler {

  // Jetty's placeholder for a path that it could not read.
  private static final String NO_PATH = "/badMessage";

  private final StandardHeaders headers;

  JettyProblems(StandardHeaders headers) {
    this.headers = headers;
    setCacheControl(StandardHeaders.NO_STORE);
  }

  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    headers.addTo(request, response);
    HttpStatus status = HttpStatus.forStatus(code);
    Problem problem = new Problem(status, detail(status, message));
    String path = request.getHttpURI().getPath();
    if (problem.isUnavailable()) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, Problem.RETRY_AFTER_SECONDS);
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
    byte[] body = problem.toJson(NO_PATH.equals(path) ? null : path);
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  private static String detail(HttpStatus status, @Nullable String message) {
    if (status == HttpStatus.SERVICE_UNAVAILABLE) {
      return "the server is stopping";
    }
    if (status.getCode() >= 500) {
      // Jetty's message may be that of an exception.
      return Problem.internalError().detail();
    }
    if (status == HttpStatus.BAD_REQUEST && status.getMessage().equals(message)) {
      return "the request can't be read: it is not HTTP, or its path is not percent-encoded UTF-8";
    }
    return message == null ? status.getMessage() : message;
  }
}

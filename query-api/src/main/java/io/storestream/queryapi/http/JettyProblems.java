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
 * Answers requests that never reach a route: those that are not HTTP, whose headers are too large,
 * or that come while the server stops. Thread-safe.
 */
final class JettyProblems extends ErrorHandler {

  // Jetty's stand-in where it could not read the path.
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
    if (status == HttpStatus.UNSUPPORTED_MEDIA_TYPE) {
      // Jetty's word for an Accept-Encoding that nothing is good for; as no body comes in, only
      // that.
      status = HttpStatus.NOT_ACCEPTABLE;
      response.setStatus(status.getCode());
      response.getHeaders().remove(HttpHeader.ACCEPT_ENCODING);
      response.getHeaders().put(HttpHeader.VARY, HttpHeader.ACCEPT_ENCODING.asString());
    }
    Problem problem = new Problem(status, detail(status, message));
    String path = request.getHttpURI().getPath();
    if (problem.isUnavailable()) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, Problem.RETRY_AFTER_SECONDS);
    }
    if (status == HttpStatus.UPGRADE_REQUIRED) {
      response.getHeaders().put(HttpHeader.UPGRADE, "HTTP/1.1");
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
    byte[] body = problem.toJson(NO_PATH.equals(path) ? null : path);
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  private static String detail(HttpStatus status, @Nullable String message) {
    if (status == HttpStatus.SERVICE_UNAVAILABLE) {
      return "the server is stopping";
    }
    if (status == HttpStatus.NOT_ACCEPTABLE) {
      return "Accept-Encoding refuses identity, and takes no gzip: there is nothing else";
    }
    if (status.getCode() >= 500) {
      // The message may be an exception's.
      return Problem.internalError().detail();
    }
    if (status == HttpStatus.BAD_REQUEST && status.getMessage().equals(message)) {
      return "the request can't be read: it is not HTTP, or its path is wrongly encoded";
    }
    return message == null ? status.getMessage() : message;
  }
}

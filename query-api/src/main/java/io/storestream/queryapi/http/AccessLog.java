package io.storestream.queryapi.http;

import io.storestream.cli.SafeText;
import java.time.Duration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each request in one line to the logger {@code access}: client, method, path without its
 * query, status, bytes of the body as sent, duration and request id, then {@code cut-off} if the
 * response was aborted, whatever its status. Thread-safe.
 */
final class AccessLog implements RequestLog {

  private static final Logger log = LoggerFactory.getLogger("access");

  @Override
  public void log(Request request, Response response) {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - request.getBeginNanoTime());
    log.info(
        "{} {} {} {} {}B {}ms {}{}",
        Request.getRemoteAddr(request),
        SafeText.orUnknown(request.getMethod()),
        SafeText.orUnknown(request.getHttpURI().getPath()),
        response.getStatus(),
        Response.getContentBytesWritten(response),
        elapsed.toMillis(),
        RequestIds.of(request),
        AbortedResponses.isAborted(request) ? " cut-off" : "");
  }
}

package io.storestream.queryapi.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.EventsHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts responses that ended before they were complete, although their status says otherwise, as
 * {@code http_server_requests_cut_off_total}, and marks them for the access log. Thread-safe.
 */
public final class AbortedResponses extends EventsHandler {

  private static final Logger log = LoggerFactory.getLogger(AbortedResponses.class);
  private static final String MARK = AbortedResponses.class.getName();

  private final Counter byServer;
  private final Counter byReader;

  public AbortedResponses(MeterRegistry metrics) {
    this.byServer = counter(metrics, "server");
    this.byReader = counter(metrics, "reader");
  }

  private static Counter counter(MeterRegistry metrics, String cause) {
    return Counter.builder("http.server.requests.cut.off")
        .description("Responses that ended before they were complete, by cause")
        .tag("cause", cause)
        .register(metrics);
  }

  /** Resets the connection because the server cannot complete the response. */
  public void byServer(Request request) {
    abort(request, byServer);
  }

  /** Resets the connection because the reader has left or does not take the response. */
  public void byReader(Request request) {
    abort(request, byReader);
  }

  /** Returns whether the response to a request was aborted. */
  static boolean isAborted(Request request) {
    return Request.unWrap(request).getAttribute(MARK) != null;
  }

  @Override
  protected void onResponseWriteComplete(
      Request request, boolean last, @Nullable ByteBuffer content, @Nullable Throwable failure) {
    if (failure != null) {
      byReader(request);
    }
  }

  private static void abort(Request request, Counter cause) {
    // The first cause counts; later failures follow from it.
    if (Request.unWrap(request).setAttribute(MARK, true) == null) {
      cause.increment();
      reset(request);
    }
  }

  private static void reset(Request request) {
    EndPoint connection = request.getConnectionMetaData().getConnection().getEndPoint();
    if (connection.getTransport() instanceof SocketChannel socket) {
      try {
        // To an HTTP/1.0 client an orderly close looks like the end of the response.
        socket.setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException e) {
        log.debug("{}: the connection is closed already", request.getHttpURI().getPath(), e);
      }
    }
    // As if the reader had left, so that a pending write logs nothing.
    connection.close(new EofException("aborted"));
  }
}

package io.storestream.queryapi.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers that ended before they were complete, although their status says otherwise: counted as
 * {@code http_server_requests_cut_off_total}, and marked for the access log. Thread-safe.
 */
public final class CutOffs {

  private static final Logger log = LoggerFactory.getLogger(CutOffs.class);
  private static final String MARK = CutOffs.class.getName();

  private final Counter byServer;
  private final Counter byReader;

  public CutOffs(MeterRegistry metrics) {
    this.byServer = counter(metrics, "server");
    this.byReader = counter(metrics, "reader");
  }

  private static Counter counter(MeterRegistry metrics, String cause) {
    return Counter.builder("http.server.requests.cut.off")
        .description("Answers that ended before they were complete, by who was the cause")
        .tag("cause", cause)
        .register(metrics);
  }

  /** Resets the connection, as the server can't go on with the answer. */
  public void byServer(Request request) {
    cutOff(request, byServer);
  }

  /** Resets the connection, as the reader has gone, or does not take the answer. */
  public void byReader(Request request) {
    cutOff(request, byReader);
  }

  /** Returns whether the answer to a request was cut off. */
  public static boolean happenedTo(Request request) {
    return Request.unWrap(request).getAttribute(MARK) != null;
  }

  private static void cutOff(Request request, Counter cause) {
    // Who was first is the cause: what follows follows from it.
    if (Request.unWrap(request).setAttribute(MARK, true) == null) {
      cause.increment();
      reset(request);
    }
  }

  private static void reset(Request request) {
    EndPoint connection = request.getConnectionMetaData().getConnection().getEndPoint();
    if (connection.getTransport() instanceof SocketChannel socket) {
      try {
        // A reset, as for HTTP/1.0 an orderly end of the connection is the end of the answer.
        socket.setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException e) {
        log.debug("{}: the connection is gone already", request.getHttpURI().getPath(), e);
      }
    }
    // As if the reader had gone: whoever writes at the moment need not be told more, nor a log.
    connection.close(new EofException("cut off"));
  }
}

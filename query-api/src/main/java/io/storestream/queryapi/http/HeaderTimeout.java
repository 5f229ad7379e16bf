package io.storestream.queryapi.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections whose request does not get complete: a byte now and then holds one for ever,
 * as it is never silent. Thread-safe.
 */
final class HeaderTimeout extends AbstractLifeCycle implements Connection.Listener {

  /** How often it looks; a request may take so much longer. */
  static final Duration PERIOD = Duration.ofSeconds(1);

  private final long limitNanos;
  private final Scheduler scheduler;
  private final LongSupplier nanoTime;
  private final Map<Connection, Progress> connections = new ConcurrentHashMap<>();
  private volatile Scheduler.@Nullable Task next;

  /**
   * @param scheduler runs while this does
   * @param nanoTime as {@link System#nanoTime}
   */
  HeaderTimeout(Duration limit, Scheduler scheduler, LongSupplier nanoTime) {
    this.limitNanos = limit.toNanos();
    this.scheduler = scheduler;
    this.nanoTime = nanoTime;
  }

  /**
   * @param requests how many came in completely
   * @param bytes what had come in when that was seen
   * @param begunNanos when more was seen; {@code null} if there is none
   */
  private record Progress(long requests, long bytes, @Nullable Long begunNanos) {}

  @Override
  protected void doStart() {
    scheduleNext();
  }

  @Override
  protected void doStop() {
    Scheduler.Task task = next;
    if (task != null) {
      task.cancel();
    }
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection.getMessagesIn() >= 0) { // else it only decrypts for one that counts
      connections.put(connection, new Progress(0, 0, null));
    }
  }

  @Override
  public void onClosed(Connection connection) {
    connections.remove(connection);
  }

  private void scheduleNext() {
    next = scheduler.schedule(this::lookAndScheduleNext, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void lookAndScheduleNext() {
    if (isRunning()) {
      closeOverdue();
      scheduleNext();
    }
  }

  /**
   * Of a connection that is encrypted from its first byte on, so that a handshake has to end too.
   */
  private static long bytesIn(Connection connection) {
    return connection.getEndPoint() instanceof SslConnection.SslEndPoint encrypted
        ? encrypted.getSslConnection().getBytesIn()
        : connection.getBytesIn();
  }

  /** Looks at every connection once. */
  void closeOverdue() {
    long now = nanoTime.getAsLong();
    connections.forEach((connection, before) -> look(connection, before, now));
  }

  private void look(Connection connection, Progress before, long now) {
    long requests = connection.getMessagesIn();
    long bytes = bytesIn(connection);
    boolean waiting = connection.getMessagesOut() == requests;
    if (requests != before.requests() || !waiting) {
      connections.replace(connection, before, new Progress(requests, bytes, null));
    } else if (before.begunNanos() != null) {
      if (now - before.begunNanos() > limitNanos) {
        connection.getEndPoint().close(new TimeoutException("the headers took too long"));
      }
    } else if (bytes > before.bytes()) {
      connections.replace(connection, before, new Progress(requests, before.bytes(), now));
    }
  }
}

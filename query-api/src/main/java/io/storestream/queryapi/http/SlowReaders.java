package io.storestream.queryapi.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Cuts off who takes an answer too slowly: a byte now and then holds a thread for ever, as the
 * connection is never silent. Thread-safe.
 *
 * <p>Only the time in which the answer waits for its reader counts, not that in which it is made. A
 * reader may pause: there is a stock of patience, which waiting uses up and bytes fill again. It
 * has to be longer than a reader at the least rate takes for what the system buffers, as it tells
 * of room only when a good part of that is out.
 *
 * <p>Readers who are fast enough may still be too many: each that an answer waits for holds a
 * thread. Where more than {@link #MAX_WAITING} do for a second, whoever has not taken anything for
 * longest goes.
 */
public final class SlowReaders extends Handler.Wrapper {

  /** How many answers may wait for their readers at once: half of the server's threads. */
  public static final int MAX_WAITING = ServerLimits.THREADS / 2;

  /** A burst of answers waits for its readers too, and its threads are free in a moment. */
  private static final Duration WHILE = Duration.ofSeconds(1);

  private final CutOffs cutOffs;
  private final long leastBytesPerSecond;
  private final long patienceNanos;

  /** Those that wait now, the longest first. Guarded by itself. */
  private final Set<Write> waiting = new LinkedHashSet<>();

  /**
   * @param leastBytesPerSecond what a reader has to take
   * @param patience for how long altogether one may take less
   */
  public SlowReaders(CutOffs cutOffs, int leastBytesPerSecond, Duration patience) {
    this.cutOffs = cutOffs;
    this.leastBytesPerSecond = leastBytesPerSecond;
    this.patienceNanos = patience.toNanos();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    return super.handle(request, new WatchedResponse(request, response), callback);
  }

  private long earnedNanos(@Nullable ByteBuffer content) {
    return TimeUnit.SECONDS.toNanos(BufferUtil.length(content)) / leastBytesPerSecond;
  }

  /** Called without any lock on a write, as it may end another, by one that has waited a while. */
  private void makeRoom() {
    Write longest;
    synchronized (waiting) {
      if (waiting.size() <= MAX_WAITING) {
        return;
      }
      longest = waiting.iterator().next();
      waiting.remove(longest);
    }
    longest.cutOff();
  }

  /** Used by one thread at a time, as responses are: there is one write after the other. */
  private final class WatchedResponse extends Response.Wrapper {

    private long patienceLeftNanos = patienceNanos;

    WatchedResponse(Request request, Response response) {
      super(request, response);
    }

    @Override
    public void write(boolean last, @Nullable ByteBuffer content, Callback callback) {
      Write write = new Write(this, patienceLeftNanos + earnedNanos(content), callback);
      super.write(last, content, write);
      write.watch();
    }
  }

  private final class Write extends Callback.Nested {

    private final long beginNanos = System.nanoTime();
    private final WatchedResponse response;
    private final long allowedNanos;
    private boolean ended;
    private Scheduler.@Nullable Task deadline;
    private Scheduler.@Nullable Task room;

    Write(WatchedResponse response, long allowedNanos, Callback callback) {
      super(callback);
      this.response = response;
      this.allowedNanos = allowedNanos;
    }

    /** Sets a deadline, unless all is out already, as it nearly always is. */
    synchronized void watch() {
      if (!ended) {
        deadline = schedule(this::cutOff, allowedNanos);
        room = schedule(this::afterAWhile, WHILE.toNanos());
        synchronized (waiting) {
          waiting.add(this);
        }
      }
    }

    private Scheduler.Task schedule(Runnable task, long nanos) {
      Scheduler scheduler = response.getRequest().getComponents().getScheduler();
      return scheduler.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    private void afterAWhile() {
      synchronized (this) {
        if (ended) {
          return;
        }
        room = schedule(this::afterAWhile, WHILE.toNanos());
      }
      makeRoom();
    }

    private synchronized void end() {
      ended = true;
      if (deadline != null && room != null) {
        deadline.cancel();
        room.cancel();
        synchronized (waiting) {
          waiting.remove(this);
        }
      }
      long took = System.nanoTime() - beginNanos;
      response.patienceLeftNanos = Math.min(patienceNanos, allowedNanos - took);
    }

    private void cutOff() {
      synchronized (this) {
        if (ended) {
          return;
        }
      }
      cutOffs.byReader(response.getRequest());
    }

    @Override
    public void succeeded() {
      end();
      super.succeeded();
    }

    @Override
    public void failed(Throwable failure) {
      end();
      cutOffs.byReader(response.getRequest());
      super.failed(failure);
    }
  }
}

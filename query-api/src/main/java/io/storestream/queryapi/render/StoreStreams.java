package io.storestream.queryapi.render;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.Header;
import io.storestream.queryapi.http.AbortedResponses;
import io.storestream.queryapi.http.ServerLimits;
import io.storestream.queryapi.http.problem.Problem;
import io.storestream.queryapi.http.problem.ProblemException;
import io.storestream.queryapi.query.StoreBatches;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams files of stores, however many there are. Thread-safe.
 *
 * <p>A stream holds one of the server's threads while its client reads slowly, and none while it
 * waits for DynamoDB. It also holds its batches in memory. So the number of streams is limited;
 * further ones are refused with 503.
 */
public final class StoreStreams {

  /**
   * The most streams at a time: a quarter of the server's threads. A stream counts as many times as
   * it may have batches in memory.
   */
  public static final int MAX_STREAMS = ServerLimits.THREADS / 4;

  private static final Logger log = LoggerFactory.getLogger(StoreStreams.class);

  private static final byte[] NOTHING = {};

  private final Semaphore free = new Semaphore(MAX_STREAMS);
  private final Executor serverThreads;
  private final AbortedResponses aborted;

  /**
   * @param serverThreads renders and sends stores, see {@link Replies}
   */
  public StoreStreams(Executor serverThreads, AbortedResponses aborted) {
    this.serverThreads = serverThreads;
    this.aborted = aborted;
  }

  /** Streams stores as a file. */
  public void send(Context ctx, StoreFile file, StoreBatches stores) {
    ctx.future(
        () -> {
          int share = stores.inMemory();
          if (!free.tryAcquire(share)) {
            return CompletableFuture.failedFuture(tooMany());
          }
          return new StoreStream(ctx, file, stores)
              .start()
              .whenComplete((done, failure) -> free.release(share));
        });
  }

  private static ProblemException tooMany() {
    return new ProblemException(Problem.unavailable("too many stores are being streamed"));
  }

  /**
   * One stream. It asks for the next batch when the client has taken the last one. Used by one
   * thread at a time.
   *
   * <p>A failure before the first byte becomes a problem document. Later the status has been sent,
   * so the response is aborted and no client takes a part for the whole.
   */
  private final class StoreStream {

    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Context ctx;
    private final StoreFile file;
    private final StoreBatches stores;
    private boolean started;

    StoreStream(Context ctx, StoreFile file, StoreBatches stores) {
      this.ctx = ctx;
      this.file = file;
      this.stores = stores;
    }

    /** Starts the stream. The future completes when nothing more will be sent. */
    CompletableFuture<Void> start() {
      read();
      return ended;
    }

    // A loop of callbacks, because composed futures would pile up.
    private void read() {
      CompletableFuture<Void> unused =
          stores
              .next()
              .handleAsync(
                  (batch, failure) -> {
                    proceed(batch, failure);
                    return null;
                  },
                  serverThreads);
    }

    private void proceed(StoreBatches.@Nullable Batch batch, @Nullable Throwable failure) {
      try {
        if (batch == null) {
          fail(failure == null ? new IllegalStateException("no response") : failure);
        } else {
          send(batch);
        }
      } catch (IOException e) {
        log.debug("{}: the client takes no more: {}", ctx.path(), e.getMessage());
        aborted.byReader(request());
        ended.complete(null);
      } catch (RuntimeException | Error e) {
        fail(e);
      }
    }

    private void send(StoreBatches.Batch batch) throws IOException {
      boolean first = !started;
      OutputStream out = ctx.outputStream();
      if (first) {
        started = true;
        ctx.contentType(file.contentType());
        ctx.header(Header.CONTENT_DISPOSITION, file.disposition());
        if (ctx.method().equals(HandlerType.HEAD)) {
          // Otherwise Content-Length would be 0.
          ctx.res().flushBuffer();
          ended.complete(null);
          return;
        }
      }
      out.write(encoded(batch, first));
      if (batch.isLast()) {
        out.close();
        ended.complete(null);
      } else {
        read();
      }
    }

    // In one array, because the size of the first write decides whether the response is compressed.
    private byte[] encoded(StoreBatches.Batch batch, boolean first) {
      byte[] head = first ? file.rows().head() : NOTHING;
      byte[] rows = file.rows().rows(batch.stores());
      byte[] tail = batch.isLast() ? file.rows().tail() : NOTHING;
      return ByteBuffer.allocate(head.length + rows.length + tail.length)
          .put(head)
          .put(rows)
          .put(tail)
          .array();
    }

    private void fail(Throwable failure) {
      if (!started) {
        ended.completeExceptionally(failure);
        return;
      }
      Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
      log.warn("{} was aborted in mid-stream: {}", ctx.path(), String.valueOf(cause));
      aborted.byServer(request());
      ended.complete(null);
    }

    private Request request() {
      return ServletContextRequest.getServletContextRequest(ctx.req());
    }
  }
}

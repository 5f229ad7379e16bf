package io.storestream.queryapi.render;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.storestream.model.LocationLookup;
import io.storestream.queryapi.http.AbortedResponses;
import io.storestream.queryapi.http.ServerLimits;
import io.storestream.queryapi.http.problem.Problem;
import io.storestream.queryapi.http.problem.ProblemException;
import io.storestream.queryapi.query.StorePage;
import io.storestream.queryapi.query.StoreReader;
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
 * Streams all stores of a location, however many there are. Thread-safe.
 *
 * <p>A stream holds one of the server's threads while its client reads slowly, and none while it
 * waits for DynamoDB. So the number of streams is limited; further ones are refused with 503.
 */
public final class StoreStreams {

  /** The most streams at a time: a quarter of the server's threads. */
  public static final int MAX_STREAMS = ServerLimits.THREADS / 4;

  private static final Logger log = LoggerFactory.getLogger(StoreStreams.class);

  private final Semaphore free = new Semaphore(MAX_STREAMS);
  private final StoreReader reader;
  private final Executor serverThreads;
  private final AbortedResponses aborted;

  /**
   * @param serverThreads renders and sends stores, see {@link Replies}
   */
  public StoreStreams(StoreReader reader, Executor serverThreads, AbortedResponses aborted) {
    this.reader = reader;
    this.serverThreads = serverThreads;
    this.aborted = aborted;
  }

  /**
   * Streams the stores of a location that follow a position.
   *
   * @param after {@code null} to start at the first
   */
  public void send(
      Context ctx,
      String contentType,
      StoreRows rows,
      LocationLookup lookup,
      StorePage.@Nullable Position after) {
    ctx.future(
        () -> {
          if (!free.tryAcquire()) {
            return CompletableFuture.failedFuture(tooMany());
          }
          return new StoreStream(ctx, contentType, rows, lookup)
              .start(after)
              .whenComplete((done, failure) -> free.release());
        });
  }

  private static ProblemException tooMany() {
    return new ProblemException(
        Problem.unavailable("%d streams are running already".formatted(MAX_STREAMS)));
  }

  /**
   * One stream. It reads the next batch when the client has taken the last one, so it never holds
   * more than one batch. Used by one thread at a time.
   *
   * <p>A failure before the first byte becomes a problem document. Later the status has been sent,
   * so the response is aborted and no client takes a part for the whole.
   */
  private final class StoreStream {

    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Context ctx;
    private final String contentType;
    private final StoreRows rows;
    private final LocationLookup lookup;
    private boolean started;

    StoreStream(Context ctx, String contentType, StoreRows rows, LocationLookup lookup) {
      this.ctx = ctx;
      this.contentType = contentType;
      this.rows = rows;
      this.lookup = lookup;
    }

    /** Starts the stream. The future completes when nothing more will be sent. */
    CompletableFuture<Void> start(StorePage.@Nullable Position after) {
      read(after);
      return ended;
    }

    // A loop of callbacks, because composed futures would pile up.
    private void read(StorePage.@Nullable Position after) {
      CompletableFuture<Void> unused =
          reader
              .batch(lookup, after)
              .handleAsync(
                  (batch, failure) -> {
                    proceed(batch, failure);
                    return null;
                  },
                  serverThreads);
    }

    private void proceed(@Nullable StorePage batch, @Nullable Throwable failure) {
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

    private void send(StorePage batch) throws IOException {
      byte[] encoded = rows.rows(batch.stores());
      OutputStream out = ctx.outputStream();
      if (!started) {
        started = true;
        ctx.contentType(contentType);
        if (ctx.method().equals(HandlerType.HEAD)) {
          // Otherwise Content-Length would be 0.
          ctx.res().flushBuffer();
          ended.complete(null);
          return;
        }
        encoded = joined(rows.head(), encoded);
      }
      out.write(encoded);
      if (batch.last() == null) {
        out.close();
        ended.complete(null);
      } else {
        read(batch.last());
      }
    }

    // The size of the first write decides whether the response is compressed.
    private static byte[] joined(byte[] head, byte[] encoded) {
      return ByteBuffer.allocate(head.length + encoded.length).put(head).put(encoded).array();
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

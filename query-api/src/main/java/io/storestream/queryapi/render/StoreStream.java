package io.storestream.queryapi.render;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.storestream.model.LocationLookup;
import io.storestream.queryapi.http.AbortedResponses;
import io.storestream.queryapi.query.StorePage;
import io.storestream.queryapi.query.StoreReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams all stores of a location. It reads the next batch when the client has taken the last one,
 * so it never holds more than one batch. Used by one thread at a time.
 *
 * <p>A failure before the first byte becomes a problem document. Later the status has been sent, so
 * the response is aborted and no client takes a part for the whole.
 */
final class StoreStream {

  private static final Logger log = LoggerFactory.getLogger(StoreStream.class);

  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Context ctx;
  private final String contentType;
  private final StoreRows rows;
  private final StoreReader reader;
  private final LocationLookup lookup;
  private final Executor serverThreads;
  private final AbortedResponses aborted;
  private boolean started;

  /**
   * @param serverThreads renders and sends stores, see {@link Replies}
   */
  StoreStream(
      Context ctx,
      String contentType,
      StoreRows rows,
      StoreReader reader,
      LocationLookup lookup,
      Executor serverThreads,
      AbortedResponses aborted) {
    this.ctx = ctx;
    this.contentType = contentType;
    this.rows = rows;
    this.reader = reader;
    this.lookup = lookup;
    this.serverThreads = serverThreads;
    this.aborted = aborted;
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

package io.storestream.queryapi.render;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.storestream.model.LocationLookup;
import io.storestream.queryapi.http.CutOffs;
import io.storestream.queryapi.query.IndexPosition;
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
 * One answer that holds all stores of a place: it asks DynamoDB for more whenever the caller has
 * taken what there was, so it never holds more than one batch. One thread at a time.
 *
 * <p>What fails before the first byte is a problem document. Later the status has been sent, and
 * the connection is cut off, so that no caller takes the part for the whole.
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
  private final CutOffs cutOffs;
  private boolean begun;

  /**
   * @param serverThreads where stores are encoded and sent, see {@link Replies}
   */
  StoreStream(
      Context ctx,
      String contentType,
      StoreRows rows,
      StoreReader reader,
      LocationLookup lookup,
      Executor serverThreads,
      CutOffs cutOffs) {
    this.ctx = ctx;
    this.contentType = contentType;
    this.rows = rows;
    this.reader = reader;
    this.lookup = lookup;
    this.serverThreads = serverThreads;
    this.cutOffs = cutOffs;
  }

  /** Begins; the future says when all was sent, or nothing more will be. */
  CompletableFuture<Void> start(@Nullable IndexPosition after) {
    read(after);
    return ended;
  }

  // A loop of callbacks, as futures that are composed of futures pile up.
  private void read(@Nullable IndexPosition after) {
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
        fail(failure == null ? new IllegalStateException("no answer") : failure);
      } else {
        send(batch);
      }
    } catch (IOException e) {
      log.debug("{}: the caller takes no more: {}", ctx.path(), e.getMessage());
      cutOffs.byReader(request());
      ended.complete(null);
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  private void send(StorePage batch) throws IOException {
    byte[] encoded = rows.rows(batch.stores());
    OutputStream out = ctx.outputStream();
    if (!begun) {
      begun = true;
      ctx.contentType(contentType);
      if (ctx.method().equals(HandlerType.HEAD)) {
        // Or it would say that there is nothing.
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

  // The size of the first write decides whether the answer is worth compressing.
  private static byte[] joined(byte[] head, byte[] encoded) {
    return ByteBuffer.allocate(head.length + encoded.length).put(head).put(encoded).array();
  }

  private void fail(Throwable failure) {
    if (!begun) {
      ended.completeExceptionally(failure);
      return;
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    log.warn("{} is cut off in the middle: {}", ctx.path(), String.valueOf(cause));
    cutOffs.byServer(request());
    ended.complete(null);
  }

  private Request request() {
    return ServletContextRequest.getServletContextRequest(ctx.req());
  }
}

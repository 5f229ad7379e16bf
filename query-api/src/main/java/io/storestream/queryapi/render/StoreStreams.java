package io.storestream.queryapi.render;

import io.javalin.http.Context;
import io.storestream.model.LocationLookup;
import io.storestream.queryapi.http.CutOffs;
import io.storestream.queryapi.http.ServerLimits;
import io.storestream.queryapi.http.SlowReaders;
import io.storestream.queryapi.http.problem.Problem;
import io.storestream.queryapi.http.problem.ProblemException;
import io.storestream.queryapi.query.IndexPosition;
import io.storestream.queryapi.query.StoreReader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Sends all stores of a place, however many there are. Thread-safe.
 *
 * <p>A stream takes one of the server's threads while its caller is slow to read, and none while it
 * waits for DynamoDB. So only some may run at once; further ones are refused with 503. {@link
 * SlowReaders} keeps anyone from holding one for ever.
 */
public final class StoreStreams {

  /** How many may run at once: a quarter of the server's threads. */
  public static final int MAX_STREAMS = ServerLimits.THREADS / 4;

  private final Semaphore free = new Semaphore(MAX_STREAMS);
  private final StoreReader reader;
  private final Executor serverThreads;
  private final CutOffs cutOffs;

  public StoreStreams(StoreReader reader, Executor serverThreads, CutOffs cutOffs) {
    this.reader = reader;
    this.serverThreads = serverThreads;
    this.cutOffs = cutOffs;
  }

  /**
   * Sends the stores of a place that follow a position.
   *
   * @param after {@code null} to begin at the beginning
   */
  public void send(
      Context ctx,
      String contentType,
      StoreRows rows,
      LocationLookup lookup,
      @Nullable IndexPosition after) {
    ctx.future(
        () -> {
          if (!free.tryAcquire()) {
            return CompletableFuture.failedFuture(tooMany());
          }
          return new StoreStream(ctx, contentType, rows, reader, lookup, serverThreads, cutOffs)
              .start(after)
              .whenComplete((done, failure) -> free.release());
        });
  }

  private static ProblemException tooMany() {
    return new ProblemException(
        Problem.unavailable(
            "%d answers of whole places are being sent already".formatted(MAX_STREAMS)));
  }
}

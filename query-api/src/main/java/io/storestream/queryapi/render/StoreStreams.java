package io.storestream.queryapi.render;

import io.javalin.http.Context;
import io.storestream.model.LocationLookup;
import io.storestream.queryapi.http.AbortedResponses;
import io.storestream.queryapi.http.ServerLimits;
import io.storestream.queryapi.http.problem.Problem;
import io.storestream.queryapi.http.problem.ProblemException;
import io.storestream.queryapi.query.StorePage;
import io.storestream.queryapi.query.StoreReader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Streams all stores of a location, however many there are. Thread-safe.
 *
 * <p>A stream holds one of the server's threads while its client reads slowly, and none while it
 * waits for DynamoDB. So the number of streams is limited; further ones are refused with 503.
 */
public final class StoreStreams {

  /** The most streams at a time: a quarter of the server's threads. */
  public static final int MAX_STREAMS = ServerLimits.THREADS / 4;

  private final Semaphore free = new Semaphore(MAX_STREAMS);
  private final StoreReader reader;
  private final Executor serverThreads;
  private final AbortedResponses aborted;

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
          return new StoreStream(ctx, contentType, rows, reader, lookup, serverThreads, aborted)
              .start(after)
              .whenComplete((done, failure) -> free.release());
        });
  }

  private static ProblemException tooMany() {
    return new ProblemException(
        Problem.unavailable("%d streams are running already".formatted(MAX_STREAMS)));
  }
}

package io.storestream.queryapi.query;

import io.storestream.queryapi.http.problem.Problem;
import io.storestream.queryapi.http.problem.ProblemException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Bounds what all pages together hold from the question to DynamoDB until their body is made. A
 * page that would be too much is refused with 503. Thread-safe.
 *
 * <p>What is held is counted in kilobytes of text. A page begins with one for each store that it
 * may have, which most stores don't fill: what the JVM needs around their fields is several times
 * that.
 */
public final class PageMemory {

  /** For all pages: a heap of 460 MB, 60 % of 768 MiB, has room for it and all else. */
  public static final int KILOBYTES = 30_000;

  /** What a page begins with at least, as DynamoDB may send 1 MB for any that has a few stores. */
  public static final int LEAST_KILOBYTES = 250;

  private final Semaphore free = new Semaphore(KILOBYTES);

  /**
   * Makes a page, unless there is no memory for it.
   *
   * @param stores how many it may have
   * @param page is told where to say that it has become larger
   */
  public <T> CompletableFuture<T> during(int stores, Function<Share, CompletableFuture<T>> page) {
    Share share = new Share();
    try {
      share.hold(Math.max(stores, LEAST_KILOBYTES));
      return page.apply(share).whenComplete((made, failure) -> share.release());
    } catch (RuntimeException | Error e) {
      share.release();
      return CompletableFuture.failedFuture(e);
    }
  }

  /** What one page holds. Thread-safe, as its time may be up while it grows. */
  public final class Share {

    private int held;
    private boolean released;

    /**
     * Holds so many kilobytes, if it does not hold more already.
     *
     * @throws ProblemException 503 if there are not so many
     */
    synchronized void hold(int kilobytes) {
      int more = kilobytes - held;
      if (more <= 0) {
        return;
      }
      if (released || !free.tryAcquire(more)) {
        throw new ProblemException(Problem.unavailable("too many stores are being read"));
      }
      held = kilobytes;
    }

    private synchronized void release() {
      released = true;
      free.release(held);
      held = 0;
    }
  }
}

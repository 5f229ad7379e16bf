package io.storestream.queryapi.query;

import io.storestream.queryapi.http.problem.Problem;
import io.storestream.queryapi.http.problem.ProblemException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Limits the memory of all pages, from the request to DynamoDB until their body is rendered. A page
 * beyond the limit is refused with 503. Thread-safe.
 *
 * <p>Memory is counted in kilobytes of text. A page starts with one for each store that it may
 * have, which most stores don't fill; the JVM needs several times that around their fields.
 */
public final class PageMemory {

  /** Of all pages: fits a heap of 460 MB, 60 % of 768 MiB. */
  static final int KILOBYTES = 30_000;

  /** The least that a page starts with, because DynamoDB may send 1 MB for a few stores. */
  static final int LEAST_KILOBYTES = 250;

  /** The most pages at a time. */
  public static final int MAX_PAGES = KILOBYTES / LEAST_KILOBYTES;

  private final Semaphore free = new Semaphore(KILOBYTES);

  /**
   * Reads and renders a page, unless there is no memory for it.
   *
   * @param stores how many stores it may have
   * @param page takes a share of the memory, in which it may grow
   */
  public <T> CompletableFuture<T> reserve(int stores, Function<Share, CompletableFuture<T>> page) {
    Share share = new Share();
    try {
      share.hold(Math.max(stores, LEAST_KILOBYTES));
      return page.apply(share).whenComplete((made, failure) -> share.release());
    } catch (RuntimeException | Error e) {
      share.release();
      return CompletableFuture.failedFuture(e);
    }
  }

  /** The share of one page. Thread-safe, because a page may time out while it grows. */
  public final class Share {

    private int held;
    private boolean released;

    /**
     * Grows to this many kilobytes, unless it is larger already.
     *
     * @throws ProblemException 503 if there is no memory for them
     */
    public synchronized void hold(int kilobytes) {
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

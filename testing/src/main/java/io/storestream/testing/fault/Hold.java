package io.storestream.testing.fault;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * A write request that the proxy holds, as a slow network might, until it is released. The client
 * may have given up or ended long before. Thread-safe.
 *
 * <pre>{@code
 * Hold hold = proxy.hold(body -> body.contains("2651-53179"));
 * ...
 * hold.awaitHeld(Duration.ofSeconds(10));
 * ... // let another one write the same store
 * hold.release();
 * }</pre>
 */
public final class Hold {

  private final Predicate<String> wanted;
  private final Upstream dynamoDb;
  private final CompletableFuture<Request> held = new CompletableFuture<>();
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();

  Hold(Predicate<String> wanted, Upstream dynamoDb) {
    this.wanted = wanted;
    this.dynamoDb = dynamoDb;
  }

  /**
   * Waits until a request is held, and returns its body.
   *
   * @throws TimeoutException if no request arrives in time
   * @throws java.util.concurrent.CancellationException if the proxy was closed before
   */
  public String awaitHeld(Duration timeout) throws InterruptedException, TimeoutException {
    try {
      return held.get(timeout.toNanos(), TimeUnit.NANOSECONDS).body();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Forwards the held request and returns the response of DynamoDB. Further calls return the same
   * response.
   *
   * @throws IllegalStateException if no request is held
   * @throws java.util.concurrent.CancellationException if the proxy was closed before
   * @throws java.io.UncheckedIOException if DynamoDB does not answer
   */
  public synchronized Answer release() {
    Request request = held.getNow(null);
    if (request == null) {
      throw new IllegalStateException("no request is held");
    }
    if (!answer.isDone()) {
      try {
        answer.complete(dynamoDb.forward(request));
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
        throw e;
      }
    }
    return answer.join();
  }

  /** Takes the request if it is the first that matches. */
  boolean takes(Request request) {
    return !held.isDone() && wanted.test(request.body()) && held.complete(request);
  }

  /**
   * Waits until the request is released, and returns DynamoDB's answer.
   *
   * @throws java.util.concurrent.CompletionException if there is no response
   * @throws java.util.concurrent.CancellationException if the proxy was closed before
   */
  Answer awaitAnswer() {
    return answer.join();
  }

  /** The request is never forwarded after this call. */
  void cancel() {
    held.cancel(false);
    answer.cancel(false);
  }
}

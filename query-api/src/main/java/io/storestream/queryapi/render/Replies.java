package io.storestream.queryapi.render;

import io.javalin.http.Context;
import io.storestream.queryapi.http.problem.Json;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** Sends answers. Thread-safe. */
public final class Replies {

  private final Executor serverThreads;
  private final Duration answerTime;

  /**
   * @param serverThreads renders and sends answers; a client that reads slowly must not block the
   *     SDK's threads
   * @param answerTime how long an answer may take
   */
  public Replies(Executor serverThreads, Duration answerTime) {
    this.serverThreads = serverThreads;
    this.answerTime = answerTime;
  }

  /** Sends JSON. */
  public static void send(Context ctx, byte[] json) {
    send(ctx, Json.CONTENT_TYPE, json);
  }

  /** Sends a body. */
  public static void send(Context ctx, String contentType, byte[] body) {
    ctx.contentType(contentType).result(body);
  }

  /** Sends JSON when the answer is there. No thread waits for it. */
  public <T> void sendWhenReady(
      Context ctx, Supplier<CompletableFuture<T>> answer, Function<T, byte[]> toJson) {
    ctx.future(() -> reply(ctx, Json.CONTENT_TYPE, answer.get(), toJson));
  }

  /**
   * Returns a future for Javalin, which completes when the body is set.
   *
   * @param answer is completed with a {@link java.util.concurrent.TimeoutException} when its time
   *     is up, and must then stop
   */
  public <T> CompletableFuture<Void> reply(
      Context ctx, String contentType, CompletableFuture<T> answer, Function<T, byte[]> toBody) {
    return answer
        .orTimeout(answerTime.toMillis(), TimeUnit.MILLISECONDS)
        .whenCompleteAsync((value, failure) -> {}, serverThreads)
        .thenAccept(value -> send(ctx, contentType, toBody.apply(value)));
  }
}

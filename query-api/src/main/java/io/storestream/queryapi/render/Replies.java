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
   * @param serverThreads where answers that came from elsewhere are encoded and sent; a caller who
   *     reads slowly must not hold up the threads on which DynamoDB's answers arrive
   * @param answerTime how long there may be nothing to make an answer of
   */
  public Replies(Executor serverThreads, Duration answerTime) {
    this.serverThreads = serverThreads;
    this.answerTime = answerTime;
  }

  /** Sends JSON. */
  public static void send(Context ctx, byte[] json) {
    send(ctx, Json.CONTENT_TYPE, json);
  }

  /** Sends a body that is at hand. */
  public static void send(Context ctx, String contentType, byte[] body) {
    ctx.contentType(contentType).result(body);
  }

  /** Sends JSON as soon as there is something to make it of; no thread waits for that. */
  public <T> void sendWhenReady(
      Context ctx, Supplier<CompletableFuture<T>> answer, Function<T, byte[]> toJson) {
    sendWhenReady(ctx, Json.CONTENT_TYPE, answer, toJson);
  }

  /** As the other, of another content type. */
  public <T> void sendWhenReady(
      Context ctx,
      String contentType,
      Supplier<CompletableFuture<T>> answer,
      Function<T, byte[]> toBody) {
    ctx.future(() -> reply(ctx, contentType, answer.get(), toBody));
  }

  /**
   * Returns a future that Javalin can wait for: the body is made then, or there is none.
   *
   * @param answer fails when its time is up; what it still waits for has to end by that
   */
  public <T> CompletableFuture<Void> reply(
      Context ctx, String contentType, CompletableFuture<T> answer, Function<T, byte[]> toBody) {
    return answer
        .orTimeout(answerTime.toMillis(), TimeUnit.MILLISECONDS)
        .whenCompleteAsync((value, failure) -> {}, serverThreads)
        .thenAccept(value -> send(ctx, contentType, toBody.apply(value)));
  }
}

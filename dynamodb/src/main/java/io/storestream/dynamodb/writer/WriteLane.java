package io.storestream.dynamodb.writer;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One task's way through the writer. {@link #submit}, {@link #drain} and {@link #close} never wait
 * for DynamoDB and belong to one thread; the writer's own threads only add acknowledgements.
 */
public final class WriteLane implements AutoCloseable {

  private final DynamoDbWriter writer;
  private final BlockingQueue<Acknowledgement> acknowledgements = new LinkedBlockingQueue<>();
  private volatile boolean closed;
  private volatile Instant drained;

  WriteLane(DynamoDbWriter writer, Instant now) {
    this.writer = writer;
    this.drained = now;
  }

  /**
   * Hands over what the table should hold. What was handed over with the same key before and is not
   * sent yet is forgotten and never acknowledged: the newest wins.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public void submit(ItemWrite write) {
    if (closed) {
      throw new IllegalStateException("the lane is closed");
    }
    writer.enqueue(new PendingItem(this, write));
  }

  /** Takes what was acknowledged since the last call, in that order. */
  public void drain(Consumer<Acknowledgement> consumer) {
    Instant now = writer.now();
    for (Acknowledgement next = poll(); next != null; next = poll()) {
      consumer.accept(next);
      writer.onDrained();
    }
    drained = now;
  }

  /** Returns up to when all that was acknowledged is drained. */
  Instant drained() {
    return drained;
  }

  /**
   * As {@link #drain(Consumer)}, but waits for a first acknowledgement if there is none; not for a
   * stream thread.
   */
  public void drain(Duration timeout, Consumer<Acknowledgement> consumer) {
    try {
      Acknowledgement first = acknowledgements.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (first != null) {
        consumer.accept(first);
        writer.onDrained();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    drain(consumer);
  }

  private @Nullable Acknowledgement poll() {
    return acknowledgements.poll();
  }

  /** Forgets what is not sent yet; what is on its way is no longer acknowledged. Idempotent. */
  @Override
  public void close() {
    closed = true;
    writer.forget(this);
    while (poll() != null) {
      writer.onDrained();
    }
  }

  boolean isClosed() {
    return closed;
  }

  void acknowledge(Acknowledgement acknowledgement) {
    if (!closed) {
      writer.onAcknowledged();
      acknowledgements.add(acknowledgement);
    }
  }
}

package io.storestream.dynamodb.writer;

import io.storestream.dynamodb.request.ItemWrite;
import io.storestream.dynamodb.request.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * A session of one task with a {@link DynamoDbWriter}: the task submits writes and drains the
 * acknowledgements of them.
 *
 * <p>One thread owns {@link #submit}, {@link #announce}, {@link #drain} and {@link #close}, which
 * never wait for DynamoDB; other threads only add acknowledgements.
 */
public final class WriterSession implements AutoCloseable {

  private final DynamoDbWriter writer;
  private final WriterSessions sessions;
  private final InstantSource clock;
  private final BlockingQueue<Acknowledgement> acknowledgements = new LinkedBlockingQueue<>();
  private final AtomicInteger undrained = new AtomicInteger();
  private volatile boolean closed;
  private volatile Instant drained;
  private volatile boolean submits;
  private volatile int announced;

  WriterSession(DynamoDbWriter writer, WriterSessions sessions, InstantSource clock) {
    this.writer = writer;
    this.sessions = sessions;
    this.clock = clock;
    this.drained = clock.instant();
  }

  /**
   * Submits a write. It replaces an earlier write of the same key that is not sent yet; the writer
   * never acknowledges the replaced one.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public void submit(ItemWrite write) {
    if (closed) {
      throw new IllegalStateException("the session is closed");
    }
    submits = true;
    writer.enqueue(new WriteQueue.Entry(this, write));
  }

  /**
   * Sets how many writes are still to be submitted, by this task or another, because of what this
   * task has processed. They count as pending.
   */
  public void announce(int writes) {
    announced = writes;
  }

  /**
   * Returns how many acknowledgements are not drained yet. Those of a closed session never are, and
   * one may still arrive while it closes: {@link WriterSessions} counts open ones only.
   */
  int undrained() {
    return undrained.get();
  }

  /** Returns how many writes are announced. */
  int announced() {
    return closed ? 0 : announced;
  }

  /** Takes the acknowledgements since the last call, in their order. */
  public void drain(BiConsumer<ItemWrite, WriteResult.Final> consumer) {
    Instant now = clock.instant();
    List<Acknowledgement> waiting = new ArrayList<>();
    acknowledgements.drainTo(waiting);
    waiting.forEach(it -> consumer.accept(it.write(), it.result()));
    undrained.addAndGet(-waiting.size());
    drained = now;
  }

  /** Returns whether the acknowledgements before this moment are drained, if there can be some. */
  boolean isDrainedSince(Instant moment) {
    return !submits || !drained.isBefore(moment);
  }

  /**
   * Drains, and waits for a first acknowledgement if there is none. Stream threads must not call
   * this.
   */
  public void drain(Duration timeout, BiConsumer<ItemWrite, WriteResult.Final> consumer) {
    try {
      Acknowledgement first = acknowledgements.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (first != null) {
        consumer.accept(first.write(), first.result());
        undrained.decrementAndGet();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    drain(consumer);
  }

  /** Drops writes that are not sent yet. Writes in flight are not acknowledged. Idempotent. */
  @Override
  public void close() {
    closed = true;
    sessions.remove(this);
    writer.forget(this);
  }

  boolean isClosed() {
    return closed;
  }

  void acknowledge(ItemWrite write, WriteResult.Final result) {
    if (!closed) {
      undrained.incrementAndGet();
      acknowledgements.add(new Acknowledgement(write, result));
    }
  }

  private record Acknowledgement(ItemWrite write, WriteResult.Final result) {}
}

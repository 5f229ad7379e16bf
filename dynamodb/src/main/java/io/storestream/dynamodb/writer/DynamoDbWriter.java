package io.storestream.dynamodb.writer;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * Writes items to a table, on a thread of its own: bounded in flight, one in flight a key, newest
 * wins, tried again until DynamoDB has taken or refused it.
 *
 * <p>It promises nothing across a crash; that is the outbox's part, which keeps an entry until it
 * is acknowledged here. Thread-safe.
 */
public final class DynamoDbWriter implements AutoCloseable {

  /** Requests in flight unless set: enough for a table's default burst capacity. */
  public static final int DEFAULT_MAX_IN_FLIGHT = 64;

  private static final Logger log = LoggerFactory.getLogger(DynamoDbWriter.class);

  /**
   * First and longest delay of the full-jitter backoff (AWS Architecture Blog, M. Brooker, 2015).
   */
  private static final BackoffStrategy BACKOFF =
      BackoffStrategy.exponentialDelay(Duration.ofMillis(50), Duration.ofSeconds(10));

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final WriteOperation operation;
  private final InstantSource clock;
  private final WriterMetrics metrics;
  private final WriterHealth health;
  private final Thread thread = new Thread(this::run, "dynamodb-writer");

  private final AtomicInteger undrained = new AtomicInteger();
  private final Set<WriteLane> lanes = ConcurrentHashMap.newKeySet();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // Guarded by the lock.
  private final WriteQueue queue;
  private final Settlement settlement;
  private final InFlightLimit limit;
  private int inFlight;
  private boolean closed;

  DynamoDbWriter(
      WriteOperation operation,
      int maxInFlight,
      WriteQueue queue,
      InstantSource clock,
      WriterHealth health,
      WriterMetrics metrics) {
    this.operation = operation;
    this.clock = clock;
    this.metrics = metrics;
    this.health = health;
    this.queue = queue;
    this.settlement = new Settlement(queue, metrics, health, clock);
    this.limit = new InFlightLimit(maxInFlight);
    thread.setDaemon(true);
    metrics.watch(this);
  }

  /**
   * Creates a writer; {@link #start} starts it.
   *
   * @param dynamoDb makes one attempt a request; stays the caller's to close
   * @param maxInFlight requests on their way at once, one or more
   * @param linger how long an item waits for further changes before it is sent; zero for not at all
   * @param registry receives the metrics, tagged with the table's name
   */
  public static DynamoDbWriter create(
      DynamoDbAsyncClient dynamoDb,
      String table,
      WriteMode mode,
      int maxInFlight,
      Duration linger,
      MeterRegistry registry) {
    InstantSource clock = InstantSource.system();
    WriteOperation operation =
        switch (mode) {
          case CONDITIONAL -> new ConditionalPut(dynamoDb, table);
          case BATCH -> new BatchPut(dynamoDb, table);
        };
    return new DynamoDbWriter(
        operation,
        maxInFlight,
        new WriteQueue(BACKOFF, linger),
        clock,
        new WriterHealth(table, clock),
        new WriterMetrics(registry, table));
  }

  /** Starts to send. */
  public void start() {
    thread.start();
  }

  /** Returns a new lane for one task. */
  public WriteLane openLane() {
    WriteLane lane = new WriteLane(this, now());
    lanes.add(lane);
    return lane;
  }

  /** Returns how many items one request takes at the most. */
  public int maxItems() {
    return operation.maxItems();
  }

  /** Returns how many items wait or are on their way. */
  public int pending() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /** Returns how long the item has waited that waits longest; zero if none does. */
  public Duration pendingAge() {
    Instant oldest;
    lock.lock();
    try {
      oldest = queue.oldest();
    } finally {
      lock.unlock();
    }
    Instant now = clock.instant();
    return oldest == null || oldest.isAfter(now) ? Duration.ZERO : Duration.between(oldest, now);
  }

  /** Returns how many requests are on their way. */
  int inFlight() {
    lock.lock();
    try {
      return inFlight;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns how many items wait or are on their way, and how many acknowledgements nobody has
   * drained yet: with none left, every outbox knows that it is empty.
   */
  public int outstanding() {
    return pending() + undrained.get(); // in this order, as the one becomes the other
  }

  /** Returns whether every lane has drained all that was acknowledged before this moment. */
  public boolean isDrainedSince(Instant moment) {
    return lanes.stream().noneMatch(lane -> lane.drained().isBefore(moment));
  }

  /** Returns how many items DynamoDB has acknowledged since the start. */
  public long written() {
    return (long) metrics.written.count();
  }

  /** Returns how many requests were sent since the start. */
  public long requests() {
    return (long) metrics.requests.count();
  }

  /** Returns why DynamoDB has taken no writes for a while, or nothing if it does. */
  public Optional<String> trouble() {
    return health.trouble();
  }

  /** Stops sending and waits a bounded time for what is on its way. Idempotent. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      long nanos = CLOSE_TIMEOUT.toNanos();
      while (inFlight > 0 && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  Instant now() {
    return clock.instant();
  }

  void onAcknowledged() {
    undrained.incrementAndGet();
  }

  void onDrained() {
    undrained.decrementAndGet();
  }

  void enqueue(PendingItem item) {
    lock.lock();
    try {
      queue.offer(item, clock.instant());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void forget(WriteLane lane) {
    lanes.remove(lane);
    lock.lock();
    try {
      queue.forget(lane);
      settlement.forgetTroubleIfIdle();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    for (Request request = nextRequest(); request != null; request = nextRequest()) {
      send(request);
    }
  }

  /** Waits until there is something to send and room for it; {@code null} when closed. */
  private @Nullable Request nextRequest() {
    lock.lock();
    try {
      while (!closed) {
        // Moves what is due out of the way first, so that the next due time lies ahead.
        int ready = queue.ready(clock.instant());
        if (inFlight < limit.current() && isWorthSending(ready)) {
          List<WriteQueue.Slot> slots = queue.take(operation.maxItems());
          List<ItemWrite> writes = slots.stream().map(it -> it.sent().write()).toList();
          inFlight++;
          return new Request(slots, writes, limit.round(), clock.instant());
        }
        Instant due = queue.nextDue();
        if (due == null) {
          changed.await();
        } else {
          changed.await(Duration.between(clock.instant(), due).toNanos(), TimeUnit.NANOSECONDS);
        }
      }
      return null;
    } catch (InterruptedException e) {
      return null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * A request that is not full waits for as long as others are on their way, as Nagle's packets do.
   */
  private boolean isWorthSending(int ready) {
    return ready >= operation.maxItems() || (ready > 0 && inFlight == 0);
  }

  private void send(Request request) {
    metrics.requests.increment();
    CompletableFuture<List<WriteOutcome>> answer;
    try {
      answer = operation.write(request.writes());
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    CompletableFuture<Void> unused =
        answer
            .exceptionally(
                error -> Collections.nCopies(request.writes().size(), WriteErrors.classify(error)))
            .thenAccept(outcomes -> settle(request, outcomes))
            .whenComplete(
                (settled, error) -> {
                  if (error != null) {
                    log.error("A bug: items of this request are never written again", error);
                  }
                });
  }

  private void settle(Request request, List<WriteOutcome> outcomes) {
    metrics.latency.record(Duration.between(request.sentAt(), clock.instant()));
    lock.lock();
    try {
      inFlight--;
      if (outcomes.stream().anyMatch(WriteOutcome.Throttled.class::isInstance)) {
        limit.onThrottle(request.round());
      } else if (outcomes.stream().anyMatch(DynamoDbWriter::isAnsweredWell)) {
        limit.onSuccess();
      }
      for (int i = 0; i < outcomes.size(); i++) {
        settlement.settle(request.slots().get(i), outcomes.get(i), outcomes.size() == 1);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static boolean isAnsweredWell(WriteOutcome outcome) {
    return outcome instanceof WriteOutcome.Written || outcome instanceof WriteOutcome.Superseded;
  }

  /**
   * One request on its way.
   *
   * @param writes of the slots, in their order
   * @param round of the {@link InFlightLimit} in which it was sent
   */
  private record Request(
      List<WriteQueue.Slot> slots, List<ItemWrite> writes, long round, Instant sentAt) {}
}

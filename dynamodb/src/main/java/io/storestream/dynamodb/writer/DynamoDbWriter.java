package io.storestream.dynamodb.writer;

import io.micrometer.core.instrument.MeterRegistry;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.request.ConditionalStatements;
import io.storestream.dynamodb.request.ItemStatements;
import io.storestream.dynamodb.request.WriteErrors;
import io.storestream.dynamodb.request.WriteOperation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * Writes items to a table asynchronously, on a separate thread. Requests in flight are bounded, and
 * each key is in flight at most once. Of the writes of one key the last one is sent. A write is
 * retried until DynamoDB takes or rejects it.
 *
 * <p>The writer keeps nothing across a crash: the outbox keeps each entry until the writer
 * acknowledges it. Thread-safe.
 */
public final class DynamoDbWriter implements AutoCloseable {

  /**
   * Requests in flight unless set. With 25 items each it is more than a table takes by default, and
   * few enough for DynamoDB Local to answer all of them before they time out.
   */
  public static final int DEFAULT_MAX_IN_FLIGHT = 16;

  private static final Logger log = LoggerFactory.getLogger(DynamoDbWriter.class);

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final WriteOperation operation;
  private final InstantSource clock;
  private final InstantSource timer;
  private final WriterMetrics metrics;
  private final WriterHealth health;
  private final Thread thread = new Thread(this::run, "dynamodb-writer");

  private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
  private final ResultHandler resultHandler;
  private final WriterSessions sessions = new WriterSessions();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // Guarded by the lock.
  private final WriteQueue queue;
  private final InFlightLimit limit;
  private final RequestPace pace;
  private boolean closed;

  /**
   * @param pace of the operation's requests
   * @param clock tells how old items are
   * @param timer tells when items are due; is never set back
   */
  DynamoDbWriter(
      WriteOperation operation,
      RequestPace pace,
      WriteQueue queue,
      InstantSource clock,
      InstantSource timer,
      WriterHealth health,
      WriterMetrics metrics) {
    this.operation = operation;
    this.clock = clock;
    this.timer = timer;
    this.metrics = metrics;
    this.health = health;
    this.queue = queue;
    this.pace = pace;
    this.limit = pace.limit();
    this.resultHandler = new ResultHandler(queue, limit, metrics, health, clock, timer);
    thread.setDaemon(true);
    metrics.watch(this);
  }

  /**
   * Creates a writer of a table of stores; {@link #start} starts it.
   *
   * @param dynamoDb made by {@link DynamoDbClients#forWriting}; stays the caller's to close
   * @param maxInFlight requests in flight at once, one or more
   * @param registry receives the metrics, tagged with the table's name
   */
  public static DynamoDbWriter ofStores(
      DynamoDbAsyncClient dynamoDb, String table, int maxInFlight, MeterRegistry registry) {
    return create(
        dynamoDb, table, ItemStatements.ofStores(table), maxInFlight, Duration.ZERO, registry);
  }

  /**
   * Creates a writer of a table of counts, as {@link #ofStores} does.
   *
   * @param linger how long an item waits for further changes before it is sent; zero for not at all
   */
  public static DynamoDbWriter ofCounts(
      DynamoDbAsyncClient dynamoDb,
      String table,
      int maxInFlight,
      Duration linger,
      MeterRegistry registry) {
    return create(dynamoDb, table, ItemStatements.ofCounts(table), maxInFlight, linger, registry);
  }

  private static DynamoDbWriter create(
      DynamoDbAsyncClient dynamoDb,
      String table,
      ItemStatements statements,
      int maxInFlight,
      Duration linger,
      MeterRegistry registry) {
    WriteOperation operation = new ConditionalStatements(dynamoDb, statements);
    InstantSource timer = new SteadyClock();
    return new DynamoDbWriter(
        operation,
        new RequestPace(operation.maxItems(), new InFlightLimit(maxInFlight), System::nanoTime),
        new WriteQueue(WriteQueue.FULL_JITTER, linger),
        InstantSource.system(),
        timer,
        new WriterHealth(table, timer),
        new WriterMetrics(registry, table));
  }

  /** Starts to send. */
  public void start() {
    thread.start();
  }

  /** Returns a new session for one task. */
  public WriterSession openSession() {
    return sessions.open(this, clock);
  }

  /** Returns how many items one request takes at the most. */
  public int maxItems() {
    return operation.maxItems();
  }

  /** Returns how many items wait or are in flight, or are announced. */
  public int pending() {
    return announced() + waiting(); // in this order: what is announced is submitted next
  }

  /** Returns how many items wait or are in flight, each with about 1 KB of memory. */
  public int waiting() {
    return locked(queue::size);
  }

  /** Returns how many writes are announced, and not submitted yet. */
  public int announced() {
    return sessions.announced();
  }

  /** Returns how long the oldest item has waited; zero if none waits. */
  public Duration pendingAge() {
    return locked(() -> queue.age(clock.instant()));
  }

  /** Returns how many requests are in flight. */
  int inFlight() {
    return locked(pace::inFlight);
  }

  /**
   * Returns how many items wait or are in flight, plus how many acknowledgements are not drained
   * yet. At zero every outbox is empty.
   */
  public int outstanding() {
    return pending() + sessions.undrained(); // in this order: pending becomes undrained
  }

  /** Returns whether every session has drained the acknowledgements before this moment. */
  public boolean isDrainedSince(Instant moment) {
    return sessions.areDrainedSince(moment);
  }

  /** Returns how many items DynamoDB has acknowledged since the start. */
  public long written() {
    return (long) metrics.written.count();
  }

  /** Returns how many requests were sent since the start. */
  public long requests() {
    return (long) metrics.requests.count();
  }

  /** Completes with the cause if the writer itself fails: some items are never written then. */
  public CompletableFuture<Throwable> failure() {
    return failure;
  }

  /** Returns why DynamoDB has taken no writes for a while; empty if it takes them. */
  public Optional<String> trouble() {
    return health.trouble();
  }

  /** Stops sending and waits up to 10 seconds for the requests in flight. Idempotent. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      long nanos = CLOSE_TIMEOUT.toNanos();
      while (pace.inFlight() > 0 && nanos > 0 && !failure.isDone()) {
        nanos = changed.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  void enqueue(WriteQueue.Entry entry) {
    Instant now = timer.instant();
    lock.lock();
    try {
      Instant due = queue.nextDue();
      boolean hadNone = queue.ready() == 0;
      queue.offer(entry, now);
      long nanos = pace.nanosUntilSend(queue.ready());
      // Most items only join those that wait, and waking the thread for each costs more than a
      // send. The first one sets the time that the thread waits for, if it waits for nothing else.
      boolean isFirst = hadNone && queue.ready() > 0 && pace.inFlight() == 0;
      if (isFirst || nanos <= 0 || !Objects.equals(due, queue.nextDue())) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  void forget(WriterSession session) {
    update(
        () -> {
          queue.forget(session);
          resultHandler.resetHealthIfIdle();
        });
  }

  private void update(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private <T> T locked(Supplier<T> figure) {
    lock.lock();
    try {
      return figure.get();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      for (Request request = nextRequest(); request != null; request = nextRequest()) {
        send(request);
      }
    } catch (RuntimeException | Error e) {
      log.error("The writer has failed and sends nothing more; the next start writes the rest", e);
      failure.complete(e);
      update(() -> {}); // nobody waits for the requests in flight any more
    }
  }

  /** Waits until there is something to send and room for it; {@code null} when closed. */
  private @Nullable Request nextRequest() {
    lock.lock();
    try {
      while (!closed) {
        // Counts the items that are due first, so that the next due time is in the future.
        queue.makeReady(timer.instant());
        long nanos = pace.nanosUntilSend(queue.ready());
        if (nanos <= 0) {
          pace.onSend();
          return new Request(queue.take(operation.maxItems()), limit.round(), clock.instant());
        }
        changed.await(Math.min(nanos, nanosUntilDue()), TimeUnit.NANOSECONDS);
      }
      return null;
    } catch (InterruptedException e) {
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how long no other item becomes ready, unless one is offered. */
  private long nanosUntilDue() {
    Instant due = queue.nextDue();
    return due == null ? Long.MAX_VALUE : Duration.between(timer.instant(), due).toNanos();
  }

  private void send(Request request) {
    metrics.requests.increment();
    CompletableFuture<Void> unused =
        write(request.slots().stream().map(WriteQueue.Slot::attempt).toList())
            .exceptionally(error -> failed(request, error))
            .thenAccept(answer -> handle(request, answer))
            .whenComplete(
                (handled, error) -> {
                  if (error != null) {
                    log.error("A bug: items of this request may never be acknowledged", error);
                    failure.complete(error);
                  }
                });
  }

  private CompletableFuture<WriteOperation.Answer> write(List<WriteOperation.Attempt> attempts) {
    try {
      return operation.write(attempts);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static WriteOperation.Answer failed(Request request, Throwable error) {
    int items = request.slots().size();
    return new WriteOperation.Answer(Collections.nCopies(items, WriteErrors.classify(error)), 0);
  }

  private void handle(Request request, WriteOperation.Answer answer) {
    metrics.latency.record(Duration.between(request.sentAt(), clock.instant()));
    metrics.writeUnits.increment(answer.writeUnits());
    try {
      resultHandler.report(request.slots(), answer.results());
    } finally {
      update(
          () -> {
            pace.onAnswer();
            resultHandler.updateQueue(request.slots(), request.round(), answer.results());
          });
    }
  }

  /**
   * One request in flight.
   *
   * @param round of the {@link InFlightLimit} in which it was sent
   */
  private record Request(List<WriteQueue.Slot> slots, long round, Instant sentAt) {}
}

package io.storestream.ingester.guard;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.storestream.kafka.LastStableOffset;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Regularly checks whether a transaction that is left open holds up the topics that an ingester
 * reads. Kafka's consumers do not report it: their lag counts to the last stable offset, so it is 0
 * while events wait behind an open transaction.
 *
 * <p>A partition is held up if two consecutive checks find the same open transaction. A busy
 * partition always has an open transaction, but never the same one at two checks. If a broker does
 * not answer, the last known state stays. Thread-safe.
 */
public final class OpenTransactionWatch implements AutoCloseable {

  /**
   * With an interval of 10 s a transaction is logged after 30 s; those of a killed ingester end in
   * 20 s.
   */
  private static final int INTERVALS_BEFORE_LOG = 3;

  /** A restarting broker fails one or two checks. */
  private static final int FAILURES_BEFORE_LOG = 3;

  private static final Logger log = LoggerFactory.getLogger(OpenTransactionWatch.class);

  private final Supplier<List<LastStableOffset>> offsets;
  private final Duration interval;
  private final InstantSource clock;
  private final MultiGauge unstableOffsets;
  private final MultiGauge ages;
  private final Map<TopicPartition, Seen> seen = new ConcurrentHashMap<>();
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "transaction-watch"));

  /** Consecutive failed checks; one check runs at a time. */
  private int failures;

  /**
   * Sends no request yet.
   *
   * @param offsets reads the offsets from Kafka, and may throw if Kafka does not answer
   * @param interval time between two checks; longer than a usual transaction
   * @param registry receives the metrics
   */
  public OpenTransactionWatch(
      Supplier<List<LastStableOffset>> offsets,
      Duration interval,
      InstantSource clock,
      MeterRegistry registry) {
    this.offsets = offsets;
    this.interval = interval;
    this.clock = clock;
    this.unstableOffsets =
        MultiGauge.builder("storestream.unstable.offsets")
            .description("Offsets that wait for the end of an open transaction")
            .register(registry);
    this.ages =
        MultiGauge.builder("storestream.open.transaction.age")
            .description("How long ago the open transaction was first seen that holds up readers")
            .baseUnit("seconds")
            .register(registry);
  }

  /** Checks now, and regularly from then on. */
  public void start() {
    check();
    long millis = interval.toMillis();
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(this::check, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Returns the longest transaction that holds up a partition, or nothing. */
  public Optional<OpenTransaction> longest() {
    Instant now = clock.instant();
    return seen.values().stream()
        .filter(Seen::isConfirmed)
        .min(
            Comparator.comparing(Seen::since).thenComparing(Seen::position, LastStableOffset.ORDER))
        .map(it -> new OpenTransaction(it.position(), it.sinceSecond(), it.age(now)));
  }

  /** Checks once. If that fails, the next check retries; lasting failures are logged. */
  void check() {
    try {
      List<LastStableOffset> answer = offsets.get();
      succeeded();
      Instant now = clock.instant();
      for (LastStableOffset position : answer) {
        seen.put(position.partition(), next(seen.get(position.partition()), position, now));
      }
      unstableOffsets.register(rows(it -> it.position().waiting()), false);
      ages.register(
          rows(it -> it.isConfirmed() ? it.age(clock.instant()).toMillis() / 1e3 : 0), false);
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private void succeeded() {
    if (failures >= FAILURES_BEFORE_LOG) {
      log.info("Open transactions can be seen again, after {} failed checks", failures);
    }
    failures = 0;
  }

  private void failed(RuntimeException e) {
    failures++;
    if (failures == FAILURES_BEFORE_LOG) {
      log.warn(
          "{} checks for open transactions in a row have failed: {}. Until one succeeds, neither"
              + " /health/ready nor the metrics show a transaction that begins to hold up events."
              + " Checks go on every {} s; if Kafka refuses them, grant the rights that docs/operating/deployment.md"
              + " lists",
          failures,
          e.getMessage(),
          interval.toSeconds(),
          e);
    } else {
      log.debug("Can't ask for open transactions, trying again in {}", interval, e);
    }
  }

  private Seen next(@Nullable Seen last, LastStableOffset position, Instant now) {
    if (last == null || !position.isHeldUpSince(last.position())) {
      if (last != null && last.isLogged()) {
        log.info(
            "Partition {} is no longer held up: the transaction that was open from offset {} has"
                + " ended after {} s",
            position.partition(),
            last.position().offset(),
            last.age(now).toSeconds());
      }
      return new Seen(position, now, false, false);
    }
    boolean isLate = last.age(now).compareTo(interval.multipliedBy(INTERVALS_BEFORE_LOG)) >= 0;
    if (isLate && !last.isLogged()) {
      log.warn(
          "Partition {} is held up since {}: {}",
          position.partition(),
          last.sinceSecond(),
          position.explanation());
    }
    return new Seen(position, last.since(), true, last.isLogged() || isLate);
  }

  /** Returns a row for each partition, which reads the last observation. */
  private List<Row<?>> rows(ToDoubleFunction<Seen> value) {
    List<Row<?>> rows = new ArrayList<>();
    for (TopicPartition partition : seen.keySet()) {
      rows.add(
          Row.of(
              Tags.of(
                  "topic", partition.topic(), "partition", String.valueOf(partition.partition())),
              seen,
              it -> value.applyAsDouble(Objects.requireNonNull(it.get(partition)))));
    }
    return rows;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  /**
   * The observation of a partition by the last check.
   *
   * @param since when its last stable offset was first observed
   * @param isConfirmed whether the previous check observed the same transaction
   */
  private record Seen(
      LastStableOffset position, Instant since, boolean isConfirmed, boolean isLogged) {

    Instant sinceSecond() {
      return since.truncatedTo(ChronoUnit.SECONDS);
    }

    Duration age(Instant now) {
      return Duration.between(since, now);
    }
  }
}

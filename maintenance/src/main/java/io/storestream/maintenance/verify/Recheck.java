package io.storestream.maintenance.verify;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.StopSignal;
import io.storestream.kafka.CommitBarrier;
import io.storestream.kafka.record.InvalidRecordException;
import io.storestream.kafka.record.StoreRecords;
import io.storestream.maintenance.verify.counts.ExpectedCounts;
import io.storestream.maintenance.verify.state.ComparisonsByStore;
import io.storestream.maintenance.verify.state.ComparisonsByStore.Candidate;
import io.storestream.maintenance.verify.state.ItemState;
import io.storestream.maintenance.verify.state.StoreComparison;
import io.storestream.maintenance.verify.state.StoresReader;
import io.storestream.maintenance.verify.state.TopicState;
import io.storestream.maintenance.verify.state.UnreadableRecords;
import io.storestream.maintenance.verify.table.Batches;
import io.storestream.maintenance.verify.table.ItemReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks again what does not match, until each difference is one that no running ingester explains.
 * For one thread.
 *
 * <ol>
 *   <li>Items are read, consistently. An item may be ahead of what was read of the topic.
 *   <li>The check waits until the transactions that the ingester had open by then are over.
 *   <li>New records of the topic are read.
 * </ol>
 *
 * <p>An item may also be behind, while its change is in the ingester's outbox. It is wrong only if
 * the change was accepted {@link #MAX_DELAY} (default) before the item was read; otherwise the item
 * is read again. A store that changes all the time is right if the item equals a state that the
 * topic had within that time.
 */
final class Recheck {

  private static final Logger log = LoggerFactory.getLogger(TableVerification.class);

  /** How long a change may be in flight from the topic to the table, by default. */
  static final Duration MAX_DELAY = Duration.ofSeconds(30);

  /** A candidate that is still open so long after the first check is reported. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Grows to the longest delay: a write that takes longer than a pause would never be seen. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private final StoresReader topic;
  private final ItemReader items;
  private final CommitBarrier barrier;
  private final ExpectedCounts counts;
  private final UnreadableRecords unreadable;
  private final StopSignal stop;
  private final Duration maxDelay;

  /**
   * @param counts follows all that is read of the topic
   * @param maxDelay how long a change may be in flight from the topic to the table
   */
  Recheck(
      StoresReader topic,
      ItemReader items,
      CommitBarrier barrier,
      ExpectedCounts counts,
      UnreadableRecords unreadable,
      StopSignal stop,
      Duration maxDelay) {
    this.topic = topic;
    this.items = items;
    this.barrier = barrier;
    this.counts = counts;
    this.unreadable = unreadable;
    this.stop = stop;
    this.maxDelay = maxDelay;
  }

  /**
   * Returns when only stores that differ are candidates.
   *
   * @param comparisons what was read of topic and table; the topic is read on from there
   * @throws CommandFailedException if the topic or the table can't be read, or if stopped
   */
  void run(ComparisonsByStore comparisons) {
    Instant begin = Instant.now();
    comparisons.forEach((number, it) -> it.markCandidate(it.difference(begin).isPresent()));
    Map<String, StoreComparison> open = checkAll(comparisons);
    if (!open.isEmpty()) {
      log.info(
          "{} stores differ that have changed in the last {} s: checking again until their writes arrive",
          open.size(),
          maxDelay.toSeconds());
    }
    Instant deadline = Instant.now().plus(LIMIT);
    Duration pause = FIRST_PAUSE;
    while (!open.isEmpty() && Instant.now().isBefore(deadline)) {
      if (stop.await(pause)) {
        throw new CommandFailedException("stopped while checking differences again");
      }
      pause = pause.compareTo(maxDelay.dividedBy(2)) > 0 ? maxDelay : pause.multipliedBy(2);
      open = checkAgain(open);
    }
  }

  /** Returns those whose change may be in flight. */
  private Map<String, StoreComparison> checkAll(ComparisonsByStore comparisons) {
    Instant readAt = Instant.now();
    Batches<Candidate> batches = itemBatches();
    comparisons.forEachCandidate(batches::add);
    batches.flush();
    readTopicOn(comparisons::candidate, readAt);
    Map<String, StoreComparison> open = new HashMap<>();
    comparisons.forEachCandidate(it -> check(it, readAt, open));
    return open;
  }

  private Map<String, StoreComparison> checkAgain(Map<String, StoreComparison> open) {
    Instant readAt = Instant.now();
    Batches<Candidate> batches = itemBatches();
    open.forEach((number, it) -> batches.add(new Candidate(number, it)));
    batches.flush();
    readTopicOn(number -> open.get(new String(number, StandardCharsets.UTF_8)), readAt);
    Map<String, StoreComparison> stillOpen = new HashMap<>();
    open.forEach((number, it) -> check(new Candidate(number, it), readAt, stillOpen));
    return stillOpen;
  }

  private Batches<Candidate> itemBatches() {
    return items.batches(
        Candidate::storeNumber,
        (candidate, item) ->
            candidate.comparison().sawItem(item == null ? null : ItemState.of(item)));
  }

  /** Records of other stores only change counts: those stores were right when they were read. */
  private void readTopicOn(Function<byte[], @Nullable StoreComparison> candidates, Instant readAt) {
    barrier.await(stop);
    topic.readOn(
        record -> {
          counts.follow(record);
          StoreComparison candidate = record.key() == null ? null : candidates.apply(record.key());
          if (candidate != null && candidate.isCandidate()) {
            apply(record, candidate, readAt);
          }
        });
  }

  private void apply(
      ConsumerRecord<byte[], byte[]> record, StoreComparison candidate, Instant readAt) {
    try {
      TopicState state = TopicState.of(StoreRecords.decode(record));
      if (candidate.isEqual()
          && candidate.isOlderThan(state)
          && mayBeInFlight(state.acceptedAt(), readAt)) {
        candidate.markCandidate(false); // what was read was right
      } else {
        candidate.sawRecord(state);
      }
    } catch (InvalidRecordException e) {
      unreadable.add(e);
      candidate.sawUnreadableRecord();
    }
  }

  private void check(Candidate candidate, Instant readAt, Map<String, StoreComparison> open) {
    StoreComparison comparison = candidate.comparison();
    if (comparison.isCandidate() && comparison.difference(readAt).isEmpty()) {
      comparison.markCandidate(false);
    }
    if (comparison.isCandidate()
        && comparison.isInTopic()
        && mayBeInFlight(comparison.acceptedAt(), readAt)) {
      open.put(candidate.storeNumber(), comparison);
    }
  }

  private boolean mayBeInFlight(Instant acceptedAt, Instant readAt) {
    return acceptedAt.isAfter(readAt.minus(maxDelay));
  }
}

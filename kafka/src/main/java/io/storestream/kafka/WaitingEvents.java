package io.storestream.kafka;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.StopSignal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/**
 * Events that an application has not processed, and that are in neither the {@code stores} topic
 * nor the table. A running ingester and an open transaction get some seconds to finish, so only
 * events that wait longer count. For one thread.
 *
 * <p>The application reads its events from the topics in which it has positions, or that its
 * members are assigned, because there is no position before the first commit. Changes of counts are
 * not events: while they wait, counts are wrong, and a verification reports that.
 */
public final class WaitingEvents {

  /** A running ingester processes all events, and a transaction ends, much sooner. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaAdmin kafka;
  private final String applicationId;
  private final Duration patience;

  /**
   * How many events wait, and for which transactions.
   *
   * @param events 0 only if no event waits; otherwise a number of offsets, some of which may hold
   *     no event: transaction markers and records of aborted transactions
   * @param isComplete whether the topic of the change events is known; if not, only events count
   *     that the application has read and not processed
   * @param openTransactions the transactions that hold up the events, by topic and partition
   */
  public record Count(long events, boolean isComplete, List<LastStableOffset> openTransactions) {

    /** Copies. */
    public Count {
      openTransactions = List.copyOf(openTransactions);
    }
  }

  /** Sends no request yet. */
  public WaitingEvents(KafkaAdmin kafka, String applicationId) {
    this(kafka, applicationId, PATIENCE);
  }

  /**
   * Sends no request yet.
   *
   * @param patience how long the events of one topic may take to be processed
   */
  WaitingEvents(KafkaAdmin kafka, String applicationId, Duration patience) {
    this.kafka = kafka;
    this.applicationId = applicationId;
    this.patience = patience;
  }

  /**
   * Counts the present events that are still not processed after some seconds.
   *
   * @throws CommandFailedException if Kafka does not answer, or if a stop is requested
   */
  public Count count(StopSignal stop) {
    String byStoreNumber = InternalTopics.repartitionTopicOf(applicationId);
    Set<String> topics = topicsOfChanges(byStoreNumber);
    boolean isComplete = !topics.isEmpty() || kafka.partitionsOf(List.of(byStoreNumber)).isEmpty();
    List<LastStableOffset> openTransactions = new ArrayList<>();
    long events = 0;
    for (String topic : topics) {
      events += count(topic, openTransactions, stop);
    }
    // The other events are moved to this topic, so it is read last.
    events += count(byStoreNumber, openTransactions, stop);
    openTransactions.sort(LastStableOffset.ORDER);
    return new Count(events, isComplete, openTransactions);
  }

  private Set<String> topicsOfChanges(String byStoreNumber) {
    Set<String> topics = new TreeSet<>(kafka.assignedTopics(applicationId));
    for (TopicPartition position : kafka.committed(applicationId).keySet()) {
      topics.add(position.topic());
    }
    topics.removeAll(Set.of(byStoreNumber, InternalTopics.locationDeltasTopicOf(applicationId)));
    return topics;
  }

  /** Counts the events of a topic, and adds the transactions that hold them up. */
  private long count(String topic, List<LastStableOffset> heldUp, StopSignal stop) {
    UncommittedOffsets uncommitted = UncommittedOffsets.of(kafka, applicationId, topic);
    List<LastStableOffset> open =
        LastStableOffset.of(kafka, List.of(topic)).stream()
            .filter(LastStableOffset::isHeldUp)
            .toList();
    Instant deadline = Instant.now().plus(patience);
    while (!uncommitted.isDone()) {
      boolean mayGoOn = !open.isEmpty() || kafka.hasMembers(applicationId);
      if (!mayGoOn || Instant.now().isAfter(deadline)) {
        heldUp.addAll(open);
        return uncommitted.count();
      }
      if (stop.await(POLL)) {
        throw new CommandFailedException("stopped while waiting for application " + applicationId);
      }
      open = stillOpen(topic, open);
    }
    return 0;
  }

  private List<LastStableOffset> stillOpen(String topic, List<LastStableOffset> before) {
    if (before.isEmpty()) {
      return before;
    }
    return LastStableOffset.of(kafka, List.of(topic)).stream()
        .filter(now -> before.stream().anyMatch(now::isHeldUpSince))
        .toList();
  }
}

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
 * nor the table. An ingester that runs, and a transaction that is open, get some seconds to finish,
 * so that only those events count that wait for longer. For one thread.
 *
 * <p>The application reads its events from the topics in which it has positions, or from which its
 * members read now: before the first commit there is no position. Changes of counts are not events:
 * where they wait, counts are wrong, and a verification reports that.
 */
public final class WaitingEvents {

  /** A running ingester processes what is there, and a transaction ends, much sooner. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaAdmin kafka;
  private final String applicationId;
  private final Duration patience;

  /**
   * How many events wait, and for what.
   *
   * @param events 0 only if none waits; else in offsets, some of which may hold no event: those
   *     that end a transaction, and those of an aborted one
   * @param isComplete whether the topic of the change events is known; if not, only those events
   *     count that the application has read and not processed
   * @param openTransactions those that hold up the events, by topic and partition
   */
  public record Count(long events, boolean isComplete, List<LastStableOffset> openTransactions) {

    /** Copies. */
    public Count {
      openTransactions = List.copyOf(openTransactions);
    }
  }

  /** Asks nothing yet. */
  public WaitingEvents(KafkaAdmin kafka, String applicationId) {
    this(kafka, applicationId, PATIENCE);
  }

  /**
   * Asks nothing yet.
   *
   * @param patience how long the events of one topic may take to be processed
   */
  WaitingEvents(KafkaAdmin kafka, String applicationId, Duration patience) {
    this.kafka = kafka;
    this.applicationId = applicationId;
    this.patience = patience;
  }

  /**
   * Counts those of the events that are there now that are not processed after some seconds.
   *
   * @throws CommandFailedException if Kafka does not answer, or if stopped
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
    // The others go there, so it is asked for last.
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

  /** Counts events of a topic, and adds the transactions that hold them up. */
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

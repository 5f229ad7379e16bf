package io.storestream.ingester.topic;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.StopSignal;
import io.storestream.kafka.KafkaAdmin;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits until the {@code stores} topic has all that an application may have written to its table.
 *
 * <p>An ingester sends a change to the table at once, and commits it to the topic a moment later,
 * so the table may be ahead. But what it has read before a point in time stands before the end, at
 * that time, of its own topic of events by store number. When that end is committed, so is all that
 * came of those events. And without members nobody is at work: what was not committed is taken
 * back, and judged and written again by whoever starts next.
 */
public final class CommitBarrier {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final KafkaAdmin kafka;
  private final String applicationId;

  /** Asks nothing yet. */
  public CommitBarrier(KafkaAdmin kafka, String applicationId) {
    this.kafka = kafka;
    this.applicationId = applicationId;
  }

  /**
   * Returns once all that the application had sent to its table before the call is in the topic,
   * before its end; in general that takes one commit interval.
   *
   * @throws CommandFailedException after a minute, or if stopped
   */
  public void await(StopSignal stop) {
    Map<TopicPartition, Long> ends =
        kafka.endOffsets(InternalTopics.repartitionTopicOf(applicationId));
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (!isCommitted(ends) && kafka.hasMembers(applicationId)) {
      if (System.nanoTime() > deadline) {
        throw new CommandFailedException(
            ("application %s has not committed for %d s what it had read, so nobody can tell what the"
                    + " topic of stores lacks: see what its log and health say, or stop it")
                .formatted(applicationId, TIMEOUT.toSeconds()));
      }
      if (stop.await(POLL)) {
        throw new CommandFailedException("stopped while waiting for application " + applicationId);
      }
    }
  }

  private boolean isCommitted(Map<TopicPartition, Long> ends) {
    Map<TopicPartition, OffsetAndMetadata> committed = kafka.committed(applicationId);
    return ends.entrySet().stream()
        .allMatch(
            end -> {
              OffsetAndMetadata position = committed.get(end.getKey());
              return end.getValue() == 0
                  || (position != null && position.offset() >= end.getValue());
            });
  }
}

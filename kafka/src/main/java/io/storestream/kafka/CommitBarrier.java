package io.storestream.kafka;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.StopSignal;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until the {@code stores} topic has every state that an application has sent to its table.
 *
 * <p>An ingester sends a change to the table at once and commits it to the topic a moment later, so
 * the table can be ahead. Every event that the ingester has read before a moment is in its
 * repartition topic, before the end of that topic at that moment. When the group has committed up
 * to that end, the results of those events are committed too. Without members nothing is processed:
 * uncommitted results are rolled back, and the next ingester resolves and writes those events
 * again.
 */
public final class CommitBarrier {

  private static final Logger log = LoggerFactory.getLogger(CommitBarrier.class);

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final KafkaAdmin kafka;
  private final String applicationId;

  /** Sends no request yet. */
  public CommitBarrier(KafkaAdmin kafka, String applicationId) {
    this.kafka = kafka;
    this.applicationId = applicationId;
  }

  /**
   * Returns once every state that the application sent to its table before the call is in the
   * topic, before its end. That usually takes one commit interval.
   *
   * @throws CommandFailedException if nothing is committed for a minute, or if stopped
   */
  public void await(StopSignal stop) {
    UncommittedOffsets uncommitted =
        UncommittedOffsets.of(
            kafka, applicationId, InternalTopics.repartitionTopicOf(applicationId));
    if (!uncommitted.hasTopic()) {
      log.warn(
          "Application {} has no repartition topic in this cluster: writes in flight from an"
              + " ingester of another --application-id are not waited for",
          applicationId);
    }
    long behind = uncommitted.count();
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (behind > 0 && kafka.hasMembers(applicationId)) {
      long now = uncommitted.count();
      if (now < behind) {
        deadline = System.nanoTime() + TIMEOUT.toNanos();
      } else if (uncommitted.isDone()) {
        return;
      }
      behind = now;
      if (behind > 0 && System.nanoTime() > deadline) {
        throw new CommandFailedException(
            ("application %s has not committed for %d s what it had read, so the topic of stores"
                    + " may lack its latest writes: check its log and health, or stop it")
                .formatted(applicationId, TIMEOUT.toSeconds()));
      }
      if (behind > 0 && stop.await(POLL)) {
        throw new CommandFailedException("stopped while waiting for application " + applicationId);
      }
    }
  }
}

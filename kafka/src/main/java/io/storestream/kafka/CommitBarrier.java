package io.storestream.kafka;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.StopSignal;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger log = LoggerFactory.getLogger(CommitBarrier.class);

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
   * @throws CommandFailedException if nothing is committed for a minute, or if stopped
   */
  public void await(StopSignal stop) {
    UncommittedOffsets uncommitted =
        UncommittedOffsets.of(
            kafka, applicationId, InternalTopics.repartitionTopicOf(applicationId));
    if (!uncommitted.hasTopic()) {
      log.warn(
          "Application {} has no topic of its own here: if an ingester of another --application-id"
              + " writes the table, what it has on its way is not waited for",
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
            ("application %s has not committed for %d s what it had read, so nobody can tell what the"
                    + " topic of stores lacks: see what its log and health say, or stop it")
                .formatted(applicationId, TIMEOUT.toSeconds()));
      }
      if (behind > 0 && stop.await(POLL)) {
        throw new CommandFailedException("stopped while waiting for application " + applicationId);
      }
    }
  }
}

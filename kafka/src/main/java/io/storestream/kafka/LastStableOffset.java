package io.storestream.kafka;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a reader of committed records can read in a partition.
 *
 * @param partition the partition
 * @param offset the last stable offset: where the earliest open transaction of the partition began,
 *     or the end of the partition if no transaction is open
 * @param end where the partition ends, open transactions included
 */
public record LastStableOffset(TopicPartition partition, long offset, long end) {

  /** By topic, then by partition. */
  public static final Comparator<LastStableOffset> ORDER =
      Comparator.comparing((LastStableOffset it) -> it.partition().topic())
          .thenComparing(it -> it.partition().partition());

  /**
   * Reads the last stable offset of every partition of the topics that exist. The ends are read
   * first, so that records published between the two requests never look like an open transaction.
   *
   * @return sorted by {@link #ORDER}
   * @throws io.storestream.cli.CommandFailedException if Kafka does not answer
   */
  public static List<LastStableOffset> of(KafkaAdmin kafka, Collection<String> topics) {
    Map<TopicPartition, Long> ends = kafka.endOffsets(topics);
    return kafka.stableOffsets(topics).entrySet().stream()
        .map(
            stable ->
                new LastStableOffset(
                    stable.getKey(),
                    stable.getValue(),
                    ends.getOrDefault(stable.getKey(), stable.getValue())))
        .sorted(ORDER)
        .toList();
  }

  /** Returns how many offsets wait for the end of the transaction; 0 if no transaction is open. */
  public long waiting() {
    return Math.max(0, end - offset);
  }

  /** Returns whether a transaction is open. */
  public boolean isHeldUp() {
    return waiting() > 0;
  }

  /** Returns the cause and the remedy for a partition that is held up, in a few sentences. */
  public String explanation() {
    return ("a transaction is open from offset %d, and %,d offsets wait for its end. If its producer"
            + " does not end it, end it with kafka-transactions.sh, as \"An open transaction holds up"
            + " the events\" in docs/operating/runbook.md says")
        .formatted(offset, waiting());
  }

  /** Returns whether an earlier answer shows the same open transaction. */
  public boolean isHeldUpSince(LastStableOffset earlier) {
    return isHeldUp()
        && earlier.isHeldUp()
        && offset == earlier.offset
        && partition.equals(earlier.partition);
  }
}

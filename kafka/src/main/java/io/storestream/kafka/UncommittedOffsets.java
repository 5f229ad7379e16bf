package io.storestream.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a consumer group is behind the end that a topic had at a moment. Where it has committed
 * nothing it has to read from the topic's start, which need not be 0: Kafka Streams deletes what it
 * has committed of its own topics, and a group's positions expire. Thread-safe.
 *
 * <p>Offsets alone do not tell: the marker that ends a transaction takes one as well, and so does
 * all that was rolled back. Kafka Streams commits a position behind them only together with a
 * record that it has read since it started, so an application that was stopped before such a marker
 * stays before it until the next record comes.
 */
public final class UncommittedOffsets {

  private final KafkaAdmin kafka;
  private final String group;
  private final String topic;
  private final Map<TopicPartition, Long> ends;
  private final Map<TopicPartition, Long> starts;

  private UncommittedOffsets(
      KafkaAdmin kafka,
      String group,
      String topic,
      Map<TopicPartition, Long> ends,
      Map<TopicPartition, Long> starts) {
    this.kafka = kafka;
    this.group = group;
    this.topic = topic;
    this.ends = ends;
    this.starts = starts;
  }

  /**
   * Asks where a topic ends now.
   *
   * @throws io.storestream.cli.CommandFailedException if Kafka does not answer
   */
  public static UncommittedOffsets of(KafkaAdmin kafka, String group, String topic) {
    return new UncommittedOffsets(
        kafka, group, topic, kafka.endOffsets(topic), kafka.startOffsets(topic));
  }

  /** Returns whether there is such a topic. */
  boolean hasTopic() {
    return !ends.isEmpty();
  }

  /**
   * Asks what the group has committed by now, and returns how many offsets are left, whether or not
   * there are records at them.
   *
   * @throws io.storestream.cli.CommandFailedException if Kafka does not answer
   */
  public long count() {
    return positions().entrySet().stream()
        .mapToLong(position -> ends.getOrDefault(position.getKey(), 0L) - position.getValue())
        .sum();
  }

  /**
   * Returns whether no record is left. If offsets are, reads from there up to the first record.
   *
   * @throws io.storestream.cli.CommandFailedException if Kafka does not answer, or the topic can't
   *     be read
   */
  public boolean isDone() {
    Map<TopicPartition, Long> positions = positions();
    return positions.isEmpty() || (isDecided(positions.keySet()) && !hasRecords(positions));
  }

  /** Returns from where on each partition is left that is not committed up to its end. */
  private Map<TopicPartition, Long> positions() {
    Map<TopicPartition, OffsetAndMetadata> committed = kafka.committed(group);
    Map<TopicPartition, Long> positions = new HashMap<>();
    ends.forEach(
        (partition, end) -> {
          OffsetAndMetadata position = committed.get(partition);
          long start = starts.getOrDefault(partition, 0L);
          long from = position == null ? start : Math.max(start, position.offset());
          if (from < end) {
            positions.put(partition, from);
          }
        });
    return positions;
  }

  /** Returns whether each transaction before the ends is committed or rolled back. */
  private boolean isDecided(Set<TopicPartition> partitions) {
    Map<TopicPartition, Long> decided = kafka.stableOffsets(topic);
    return partitions.stream()
        .allMatch(it -> decided.getOrDefault(it, 0L) >= ends.getOrDefault(it, 0L));
  }

  private boolean hasRecords(Map<TopicPartition, Long> from) {
    Map<TopicPartition, Long> to = new HashMap<>(ends);
    to.keySet().retainAll(from.keySet());
    try (TopicReader reader = TopicReader.openForFew(kafka.options())) {
      reader.seek(from);
      while (!reader.hasReached(to)) {
        for (ConsumerRecord<byte[], byte[]> left : reader.pollTowards(to)) {
          TopicPartition partition = new TopicPartition(left.topic(), left.partition());
          if (left.offset() < to.getOrDefault(partition, 0L)) {
            return true;
          }
        }
      }
      return false;
    }
  }
}

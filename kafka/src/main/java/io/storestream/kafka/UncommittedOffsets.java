package io.storestream.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The lag of a consumer group behind the end that a topic had at a moment. A group without a
 * committed position reads from the topic's start, which can be above 0: Kafka Streams deletes the
 * committed records of its repartition topics, and a group's positions expire. Thread-safe.
 *
 * <p>Offsets alone are not enough: the marker that ends a transaction takes an offset, and so do
 * records that were rolled back. Kafka Streams commits a position behind them only together with a
 * record that it has read since its start, so an application that stopped before such a marker
 * stays before it until the next record arrives.
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
   * Reads the current end of a topic.
   *
   * @throws io.storestream.cli.CommandFailedException if Kafka does not answer
   */
  public static UncommittedOffsets of(KafkaAdmin kafka, String group, String topic) {
    return new UncommittedOffsets(
        kafka, group, topic, kafka.endOffsets(topic), kafka.startOffsets(topic));
  }

  /** Returns whether the topic exists. */
  boolean hasTopic() {
    return !ends.isEmpty();
  }

  /**
   * Reads the group's committed offsets, and returns how many offsets are uncommitted, with or
   * without records at them.
   *
   * @throws io.storestream.cli.CommandFailedException if Kafka does not answer
   */
  public long count() {
    return positions().entrySet().stream()
        .mapToLong(position -> ends.getOrDefault(position.getKey(), 0L) - position.getValue())
        .sum();
  }

  /**
   * Returns whether no record is uncommitted. Reads up to the first record after the committed
   * offsets.
   *
   * @throws io.storestream.cli.CommandFailedException if Kafka does not answer, or the topic can't
   *     be read
   */
  public boolean isDone() {
    Map<TopicPartition, Long> positions = positions();
    return positions.isEmpty() || (isDecided(positions.keySet()) && !hasRecords(positions));
  }

  /** Returns the committed position of each partition that is not committed up to its end. */
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

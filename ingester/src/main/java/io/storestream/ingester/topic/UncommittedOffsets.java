package io.storestream.ingester.topic;

import io.storestream.kafka.KafkaAdmin;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a consumer group is behind the end that a topic had at a moment. Where it has committed
 * nothing it has to read from the topic's start, which need not be 0: Kafka Streams deletes what it
 * has committed of its own topics, and a group's positions expire. Thread-safe.
 */
public final class UncommittedOffsets {

  private final KafkaAdmin kafka;
  private final String group;
  private final Map<TopicPartition, Long> ends;
  private final Map<TopicPartition, Long> starts;

  private UncommittedOffsets(
      KafkaAdmin kafka,
      String group,
      Map<TopicPartition, Long> ends,
      Map<TopicPartition, Long> starts) {
    this.kafka = kafka;
    this.group = group;
    this.ends = ends;
    this.starts = starts;
  }

  /**
   * Asks where a topic ends now.
   *
   * @throws io.storestream.cli.CommandFailedException if Kafka does not answer
   */
  public static UncommittedOffsets of(KafkaAdmin kafka, String group, String topic) {
    return new UncommittedOffsets(kafka, group, kafka.endOffsets(topic), kafka.startOffsets(topic));
  }

  /** Returns whether there is such a topic. */
  boolean hasTopic() {
    return !ends.isEmpty();
  }

  /**
   * Asks what the group has committed by now, and returns how many offsets are left.
   *
   * @throws io.storestream.cli.CommandFailedException if Kafka does not answer
   */
  public long count() {
    Map<TopicPartition, OffsetAndMetadata> committed = kafka.committed(group);
    long count = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      OffsetAndMetadata position = committed.get(end.getKey());
      long from = position == null ? starts.getOrDefault(end.getKey(), 0L) : position.offset();
      count += Math.max(0, end.getValue() - from);
    }
    return count;
  }
}

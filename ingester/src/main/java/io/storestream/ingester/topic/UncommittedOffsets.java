package io.storestream.ingester.topic;

import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.TopicReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
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
 * stays before it until the next record comes. Hence whatever is left is looked at.
 */
public final class UncommittedOffsets {

  private static final Duration POLL = Duration.ofMillis(100);

  /** An open transaction holds up readers for longer; then something is left. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

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
   * Asks what the group has committed by now, and returns how many offsets are left; 0 if no record
   * is among them.
   *
   * @throws io.storestream.cli.CommandFailedException if Kafka does not answer
   */
  public long count() {
    Map<TopicPartition, OffsetAndMetadata> committed = kafka.committed(group);
    Map<TopicPartition, Long> behind = new HashMap<>();
    long count = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      OffsetAndMetadata position = committed.get(end.getKey());
      long start = starts.getOrDefault(end.getKey(), 0L);
      long from = position == null ? start : Math.max(start, position.offset());
      if (from < end.getValue()) {
        behind.put(end.getKey(), from);
        count += end.getValue() - from;
      }
    }
    return count > 0 && hasRecords(behind) ? count : 0;
  }

  private boolean hasRecords(Map<TopicPartition, Long> from) {
    Map<TopicPartition, Long> to = new HashMap<>(ends);
    to.keySet().retainAll(from.keySet());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (TopicReader reader = TopicReader.open(kafka.options())) {
      reader.seek(from);
      while (!reader.hasReached(to)) {
        for (ConsumerRecord<byte[], byte[]> left : reader.poll(POLL)) {
          TopicPartition partition = new TopicPartition(left.topic(), left.partition());
          if (left.offset() < to.getOrDefault(partition, 0L)) {
            return true;
          }
        }
        if (System.nanoTime() > deadline) {
          return true;
        }
      }
      return false;
    }
  }
}

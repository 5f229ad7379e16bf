package io.storestream.ingester;

import io.storestream.kafka.KafkaAdmin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far an application is behind: how many offsets of the change events, and of its own topic of
 * events by store number, it has not committed yet. Thread-safe.
 */
public final class Backlog {

  private final KafkaAdmin kafka;
  private final IngestTopics topics;

  /**
   * Asks nothing yet.
   *
   * @param applicationId of the ingester, whose consumer group it is too
   * @param topic the change events'
   */
  public Backlog(KafkaAdmin kafka, String applicationId, String topic) {
    this(kafka, new IngestTopics(applicationId, topic));
  }

  Backlog(KafkaAdmin kafka, IngestTopics topics) {
    this.kafka = kafka;
    this.topics = topics;
  }

  /**
   * Returns how many offsets are left. With none left, all events that were published before the
   * call are with the writers or in the outbox.
   *
   * <p>The order of the questions matters, as one topic feeds the other.
   *
   * @throws io.storestream.cli.CommandFailedException if Kafka does not answer
   */
  public long remaining() {
    return remainingOf(topics.topic()) + remainingOf(topics.repartitionTopic());
  }

  private long remainingOf(String topic) {
    Admin admin = kafka.client();
    int partitions = kafka.partitionsOf(List.of(topic)).getOrDefault(topic, 0);
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    Map<TopicPartition, OffsetSpec> starts = new HashMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
      starts.put(new TopicPartition(topic, partition), OffsetSpec.earliest());
    }
    Map<TopicPartition, Long> end = offsets(kafka.get(admin.listOffsets(ends).all()));
    Map<TopicPartition, Long> start = offsets(kafka.get(admin.listOffsets(starts).all()));
    Map<TopicPartition, OffsetAndMetadata> committed =
        kafka.get(
            admin.listConsumerGroupOffsets(topics.applicationId()).partitionsToOffsetAndMetadata());
    long behind = 0;
    for (Map.Entry<TopicPartition, Long> entry : end.entrySet()) {
      OffsetAndMetadata position = committed.get(entry.getKey());
      long from = position == null ? start.getOrDefault(entry.getKey(), 0L) : position.offset();
      behind += Math.max(0, entry.getValue() - from);
    }
    return behind;
  }

  private static Map<TopicPartition, Long> offsets(
      Map<TopicPartition, ListOffsetsResultInfo> offsets) {
    return offsets.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().offset()));
  }
}

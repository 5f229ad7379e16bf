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

/** How many events of a topic a consumer group has not committed yet. */
final class Backlog {

  private final KafkaAdmin kafka;
  private final String group;

  Backlog(KafkaAdmin kafka, String group) {
    this.kafka = kafka;
    this.group = group;
  }

  /** Returns how far the group is behind the end of a topic, in offsets over all partitions. */
  long of(String topic) {
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
        kafka.get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
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

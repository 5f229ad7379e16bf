package io.storestream.testing.soak;

import io.storestream.kafka.KafkaAdmin;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How a consumer group's positions get lost. The group must have no members meanwhile. */
enum PositionLoss {
  /** As brokers do after {@code offsets.retention.minutes}. */
  REMOVED {
    @Override
    void apply(KafkaAdmin kafka, String group, Set<String> topics) {
      Set<TopicPartition> lost =
          kafka.committed(group).keySet().stream()
              .filter(it -> topics.contains(it.topic()))
              .collect(Collectors.toSet());
      kafka.get(kafka.client().deleteConsumerGroupOffsets(group, lost).all());
    }
  },

  /** As {@code kafka-consumer-groups --reset-offsets --to-earliest} does. */
  MOVED_TO_START {
    @Override
    void apply(KafkaAdmin kafka, String group, Set<String> topics) {
      Map<TopicPartition, OffsetAndMetadata> starts =
          topics.stream()
              .flatMap(topic -> kafka.startOffsets(topic).entrySet().stream())
              .collect(
                  Collectors.toMap(Map.Entry::getKey, it -> new OffsetAndMetadata(it.getValue())));
      kafka.get(kafka.client().alterConsumerGroupOffsets(group, starts).all());
    }
  };

  /** Makes a group lose its positions in some topics. */
  abstract void apply(KafkaAdmin kafka, String group, Set<String> topics);
}

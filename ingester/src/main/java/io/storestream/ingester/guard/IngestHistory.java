package io.storestream.ingester.guard;

import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.TopicIdentity;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * What an application has done before, as its topics tell.
 *
 * <p>That a topic is there says nothing: a first start may have been killed once it had made them.
 * Only records and positions do. Positions alone do not, as brokers forget those of a group that is
 * idle for long, and of topics that are deleted.
 *
 * @param isNew whether the application has not processed anything yet
 * @param hasPosition whether it has a position in the topic of the change events
 * @param present all its topics that exist
 */
record IngestHistory(boolean isNew, boolean hasPosition, Map<String, TopicIdentity> present) {

  /**
   * Asks Kafka. What has been done is asked first: another instance may be at work, and whatever it
   * has done by then stands in topics that are there by the second question.
   */
  static IngestHistory of(KafkaAdmin kafka, IngestTopics topics) {
    Map<TopicPartition, OffsetAndMetadata> committed = kafka.committed(topics.applicationId());
    Map<TopicPartition, Long> starts = kafka.startOffsets(topics.topic());
    // An application that was reset stands at the first offset that is left, and has done nothing.
    boolean advanced =
        committed.entrySet().stream()
            .anyMatch(it -> it.getValue().offset() > starts.getOrDefault(it.getKey(), 0L));
    boolean written =
        kafka.endOffsets(topics.internal()).values().stream().anyMatch(end -> end > 0);
    return new IngestHistory(
        !advanced && !written,
        committed.keySet().stream().anyMatch(it -> it.topic().equals(topics.topic())),
        kafka.describe(topics.all()));
  }

  /** Returns whether a topic does not exist. */
  boolean isAbsent(String topic) {
    return !present.containsKey(topic);
  }

  /** Returns the ID of a topic, or nothing if it does not exist. */
  Optional<Uuid> idOf(String topic) {
    return Optional.ofNullable(present.get(topic)).map(TopicIdentity::id);
  }

  /** Returns the IDs of all topics that exist, by name. */
  static Map<String, Uuid> idsOf(Map<String, TopicIdentity> topics) {
    Map<String, Uuid> ids = new HashMap<>();
    topics.forEach((name, topic) -> ids.put(name, topic.id()));
    return ids;
  }
}

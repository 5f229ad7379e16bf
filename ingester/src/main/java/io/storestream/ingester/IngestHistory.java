package io.storestream.ingester;

import io.storestream.kafka.KafkaAdmin;
import io.storestream.model.Topics;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What an application has done before, as its topics tell.
 *
 * <p>That a topic is there says nothing: a first start may have been killed once it had made them.
 * Only records and positions do. Positions alone do not, as brokers forget those of a group that is
 * idle for long, and of topics that are deleted.
 *
 * @param read the topics of which it has a position behind offset 0, or had one
 * @param advanced those of which it has a position behind the first offset that is left: a reset
 *     application stands at that one, and has done nothing yet
 * @param written its internal topics that have had records
 * @param present all its topics that exist, with how many offsets each has given out
 */
record IngestHistory(
    IngestTopics topics,
    Set<String> read,
    Set<String> advanced,
    Set<String> written,
    Map<String, Long> present) {

  /**
   * Asks Kafka. What has been done is asked first: another instance may be at work, and whatever it
   * has done by then stands in topics that are there by the second question.
   */
  static IngestHistory of(KafkaAdmin kafka, IngestTopics topics) {
    Map<TopicPartition, OffsetAndMetadata> committed = kafka.committed(topics.applicationId());
    Set<String> read = new HashSet<>();
    Set<String> advanced = new HashSet<>();
    Map<TopicPartition, Long> starts = kafka.startOffsets(topics.topic());
    committed.forEach(
        (partition, position) -> {
          if (position.offset() > 0) {
            read.add(partition.topic());
          }
          if (position.offset() > starts.getOrDefault(partition, 0L)) {
            advanced.add(partition.topic());
          }
        });
    for (String purged : List.of(topics.repartitionTopic(), topics.locationDeltasTopic())) {
      if (kafka.startOffsets(purged).values().stream().anyMatch(start -> start > 0)) {
        read.add(purged); // Kafka Streams deletes there what it has read
      }
    }
    Map<String, Long> internal = offsetsOf(kafka, topics.internal());
    internal.values().removeIf(offsets -> offsets == 0);
    return new IngestHistory(
        topics, read, advanced, Set.copyOf(internal.keySet()), offsetsOf(kafka, topics.all()));
  }

  private static Map<String, Long> offsetsOf(KafkaAdmin kafka, Collection<String> topics) {
    Map<String, Long> offsets = new HashMap<>();
    kafka
        .endOffsets(topics)
        .forEach((partition, end) -> offsets.merge(partition.topic(), end, Long::sum));
    return offsets;
  }

  /** Returns whether the application has not processed anything yet. */
  boolean isNew() {
    return advanced.isEmpty() && written.isEmpty();
  }

  /** Returns whether it has a position in a topic. */
  boolean hasRead(String topic) {
    return read.contains(topic);
  }

  /** Returns whether a topic does not exist. */
  boolean isAbsent(String topic) {
    return !present.containsKey(topic);
  }

  /**
   * Returns whether a topic exists and never held a record, though what this application has done
   * left one there, so that it is not the topic that it was. For that of the counts see {@link
   * #isCountsEmptied()}.
   */
  boolean isEmptied(String topic) {
    if (present.getOrDefault(topic, 1L) > 0) {
      return false;
    }
    // A first transaction that was cut off may have come to some of its topics only.
    if (topic.equals(Topics.LOCATION_COUNTS)) {
      return false; // what was counted may still wait for the table, so this is no proof
    }
    if (topic.equals(topics.locationDeltasTopic())) {
      return written.contains(topics.locationCountsTopic());
    }
    if (topic.equals(topics.locationCountsTopic()) || topic.equals(topics.pendingCountsTopic())) {
      return hasRead(topics.locationDeltasTopic());
    }
    return hasAccepted()
        && (topic.equals(topics.repartitionTopic()) || hasRead(topics.repartitionTopic()));
  }

  /**
   * Returns whether the topic of counts exists and never held a record, though this application has
   * counted. It is the topic that it was only if all counts still wait for the table, as when a
   * first start was killed at once.
   */
  boolean isCountsEmptied() {
    return present.getOrDefault(Topics.LOCATION_COUNTS, 1L) == 0
        && written.contains(topics.locationCountsTopic());
  }

  /** Returns whether it has accepted a change of a store. */
  boolean hasAccepted() {
    return written.contains(topics.storeVersionsTopic())
        || written.contains(topics.pendingWritesTopic());
  }
}

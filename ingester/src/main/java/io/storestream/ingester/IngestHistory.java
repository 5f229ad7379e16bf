package io.storestream.ingester;

import io.storestream.kafka.KafkaAdmin;
import io.storestream.model.Topics;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an application has done before, as its topics tell.
 *
 * <p>That a topic is there says nothing: a first start may have been killed once it had made them.
 * Only records and positions do. Positions alone do not, as brokers forget those of a group that is
 * idle for long, and of topics that are deleted.
 *
 * @param read the topics of which it has a position behind their first offset
 * @param written its internal topics that have had records
 * @param present all its topics that exist, with how many offsets each has given out
 */
record IngestHistory(
    IngestTopics topics, Set<String> read, Set<String> written, Map<String, Long> present) {

  /**
   * Asks Kafka. What has been done is asked first: another instance may be at work, and whatever it
   * has done by then stands in topics that are there by the second question.
   */
  static IngestHistory of(KafkaAdmin kafka, IngestTopics topics) {
    Set<String> read =
        kafka.committed(topics.applicationId()).entrySet().stream()
            .filter(position -> position.getValue().offset() > 0)
            .map(position -> position.getKey().topic())
            .collect(Collectors.toSet());
    Map<String, Long> internal = offsetsOf(kafka, topics.internal());
    internal.values().removeIf(offsets -> offsets == 0);
    return new IngestHistory(
        topics, read, Set.copyOf(internal.keySet()), offsetsOf(kafka, topics.all()));
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
    return read.isEmpty() && written.isEmpty();
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
   * left one there, so that it is not the topic that it was.
   */
  boolean isEmptied(String topic) {
    if (present.getOrDefault(topic, 1L) > 0) {
      return false;
    }
    // A first transaction that was cut off may have come to some of its topics only.
    if (topic.equals(Topics.LOCATION_COUNTS)) {
      return false; // what was counted may still wait for the table
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

  private boolean hasAccepted() {
    return written.contains(topics.storeVersionsTopic())
        || written.contains(topics.pendingWritesTopic());
  }
}

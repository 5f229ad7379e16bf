package io.storestream.ingester.guard;

import io.storestream.kafka.KafkaAdmin;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Events that Kafka deleted before the application had read them, by the topic's retention or
 * manually. Kafka's clients skip them silently.
 */
record DeletedEvents(KafkaAdmin kafka, IngestTopics topics) {

  /** Reads the offsets from Kafka and returns the number of deleted events. */
  long count() {
    return count(kafka.committed(topics.applicationId()), kafka.startOffsets(topics.topic()));
  }

  /**
   * Returns the number of offsets between an application's positions and the first existing
   * offsets.
   */
  static long count(
      Map<TopicPartition, OffsetAndMetadata> committed, Map<TopicPartition, Long> starts) {
    long gone = 0;
    for (Map.Entry<TopicPartition, Long> start : starts.entrySet()) {
      OffsetAndMetadata position = committed.get(start.getKey());
      if (position != null) {
        gone += Math.max(0, start.getValue() - position.offset());
      }
    }
    return gone;
  }

  /** Returns the warning for this many deleted events. */
  static String warning(IngestTopics topics, long count) {
    return ("%,d events of topic %s were deleted before application %s had read them: publish them"
            + " again, and give the topic a longer retention.ms")
        .formatted(count, topics.topic(), topics.applicationId());
  }
}

package io.storestream.ingester.guard;

import io.storestream.kafka.KafkaAdmin;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Events that an application had not read when Kafka deleted them, by the retention of their topic
 * or by hand. Kafka's own clients pass over them in silence.
 */
record DeletedEvents(KafkaAdmin kafka, IngestTopics topics) {

  /** Asks Kafka and counts. */
  long count() {
    return count(kafka.committed(topics.applicationId()), kafka.startOffsets(topics.topic()));
  }

  /** Returns how many offsets are gone between an application's positions and the first offsets. */
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

  /** Returns the warning of so many deleted events. */
  static String warning(IngestTopics topics, long count) {
    return ("%,d events of topic %s were deleted before application %s had read them: publish them"
            + " again, and give the topic a longer retention.ms")
        .formatted(count, topics.topic(), topics.applicationId());
  }
}

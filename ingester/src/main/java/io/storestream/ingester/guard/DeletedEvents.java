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

  /** Returns how many offsets are gone between the application's positions and what is left. */
  long count() {
    Map<TopicPartition, OffsetAndMetadata> committed = kafka.committed(topics.applicationId());
    Map<TopicPartition, Long> starts = kafka.startOffsets(topics.topic());
    long gone = 0;
    for (Map.Entry<TopicPartition, Long> start : starts.entrySet()) {
      OffsetAndMetadata position = committed.get(start.getKey());
      if (position != null) {
        gone += Math.max(0, start.getValue() - position.offset());
      }
    }
    return gone;
  }

  /** Returns what to tell people of so many. */
  String warning(long count) {
    return ("%,d events of topic %s were deleted before application %s had read them: publish them"
            + " again, and give the topic a longer retention.ms")
        .formatted(count, topics.topic(), topics.applicationId());
  }
}

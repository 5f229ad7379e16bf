package io.storestream.ingester.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.storestream.cli.CommandFailedException;
import io.storestream.ingester.guard.IngestTopics;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.localstack.EmbeddedKafka;
import io.storestream.localstack.SharedBackends;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;

/** Dead letters pass through the repartition topic, whose limit may be another one. */
class DeadLetterLimitTest {

  private static final int LARGE = 5 * 1024 * 1024;
  private static final int SMALL = 2 * 1024 * 1024;

  @Test
  void shouldMakeNoDeadLetterThatTheRepartitionTopicRefuses() {
    IngestTopics topics = new IngestTopics("app", "changes");
    EmbeddedKafka kafka = SharedBackends.kafka();
    try (KafkaAdmin admin = KafkaAdmin.connect(KafkaOptions.of(kafka.bootstrapServers()))) {
      create(admin, topics.deadLetterTopic(), LARGE);
      assertThat(topics.maxDeadLetterBytes(admin)).isEqualTo(LARGE);

      create(admin, topics.repartitionTopic(), SMALL);
      assertThat(topics.maxDeadLetterBytes(admin)).isEqualTo(SMALL);
    }
  }

  @Test
  void shouldRefuseATopicThatCannotTakeEveryEvent() {
    IngestTopics topics = new IngestTopics("app", "changes");
    EmbeddedKafka kafka = SharedBackends.kafka();
    try (KafkaAdmin admin = KafkaAdmin.connect(KafkaOptions.of(kafka.bootstrapServers()))) {
      create(admin, topics.deadLetterTopic(), 256 * 1024);

      assertThatExceptionOfType(CommandFailedException.class)
          .isThrownBy(() -> topics.maxDeadLetterBytes(admin))
          .withMessage(
              "topic changes-dlq has max.message.bytes=262144, and has to take events of 786432 bytes:"
                  + " set it to 819200 or more");
    }
  }

  private static void create(KafkaAdmin admin, String topic, int maxBytes) {
    admin.createTopics(
        Map.of(topic, 1),
        Map.of(topic, Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(maxBytes))));
  }
}

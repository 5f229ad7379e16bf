package io.storestream.testing.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.Topics;
import io.storestream.localstack.EmbeddedKafka;
import io.storestream.localstack.SharedBackends;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connector streams what happens in the database, in the configuration that users get. */
@Tag("faults")
class ConnectorTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path directory = Path.of("");

  @Test
  void shouldStreamRowsAcrossAKill() throws Exception {
    EmbeddedKafka kafka = SharedBackends.kafka();
    KafkaOptions options = KafkaOptions.of(kafka.bootstrapServers());
    try (KafkaAdmin admin = KafkaAdmin.connect(options)) {
      admin.createTopics(Map.of(Topics.STORE_CHANGES, 1), Map.of());
    }
    try (StoreDatabase database = StoreDatabase.start();
        ConnectorProcess connector = ConnectorProcess.of(kafka, database, directory, Map.of());
        KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(
                options.clientConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(new TopicPartition(Topics.STORE_CHANGES, 0)));
      consumer.seekToBeginning(consumer.assignment());

      database.execute("INSERT INTO stores (store_number, country) VALUES ('1', 'US')");
      connector.start();
      assertThat(take(consumer, connector, 1)).containsExactly("1 r");

      String snapshot = database.position();
      database.execute("UPDATE stores SET city = 'Omaha', longitude = -96.1 WHERE country = 'US'");
      database.execute("UPDATE stores SET store_number = '2'");
      assertThat(take(consumer, connector, 4)).containsExactly("1 u", "1 d", "1 tombstone", "2 c");

      await().atMost(TIMEOUT).until(() -> database.isConfirmed(snapshot));
      connector.kill();
      database.execute("DELETE FROM stores");
      connector.start();
      List<String> last = new ArrayList<>();
      while (!last.contains("2 tombstone")) {
        last.addAll(take(consumer, connector, 1));
      }
      last.removeAll(List.of("1 d", "1 tombstone", "2 c")); // not confirmed, perhaps
      assertThat(last).containsExactly("2 d", "2 tombstone");
    }
  }

  /** Returns the store number and the operation of the next changes, at least so many. */
  private static List<String> take(
      KafkaConsumer<byte[], byte[]> consumer, ConnectorProcess connector, int count) {
    List<String> changes = new ArrayList<>();
    await()
        .atMost(TIMEOUT)
        .until(
            () -> {
              consumer.poll(POLL).forEach(record -> changes.add(describe(record)));
              assertThat(connector.isAlive()).as("see %s", connector.log()).isTrue();
              return changes.size() >= count;
            });
    return changes;
  }

  private static String describe(ConsumerRecord<byte[], byte[]> record) {
    try {
      JsonNode value = record.value() == null ? null : JSON.readTree(record.value());
      return JSON.readTree(record.key()).path("store_number").asText()
          + " "
          + (value == null ? "tombstone" : value.path("op").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

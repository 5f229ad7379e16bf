package io.storestream.maintenance.verify.counts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.maintenance.MaintenanceStack;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** A topic that is written all the time, by transactions of more records than a poll returns. */
class ChangelogReaderTest {

  private static final String TOPIC = "changelog";
  private static final int KEYS = 700;
  private static final int TRANSACTIONS = 20;

  @Test
  void shouldNeverStopWithinATransaction() {
    AtomicBoolean stopped = new AtomicBoolean();
    try (MaintenanceStack stack = new MaintenanceStack()) {
      stack.admin().createTopics(Map.of(TOPIC, 1), Map.of());
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(() -> write(stack.kafkaOptions().clientConfig(), stopped));
      Set<String> seen = new HashSet<>();
      try (ChangelogReader reader = new ChangelogReader(stack.admin(), TOPIC, stack.stop())) {
        Map<String, String> state = new HashMap<>();
        while (seen.size() < TRANSACTIONS && !writing.isDone()) {
          reader.readOn(
              it -> state.put(new String(it.key(), UTF_8), new String(it.value(), UTF_8)));

          Set<String> values = new HashSet<>(state.values());
          assertThat(values).hasSizeLessThanOrEqualTo(1);
          assertThat(state.size()).isIn(0, KEYS);
          seen.addAll(values);
        }
      } finally {
        stopped.set(true);
        writing.join();
      }
      assertThat(seen).hasSize(TRANSACTIONS);
    }
  }

  /** Writes the same number to all keys in each transaction. */
  private static void write(Map<String, Object> config, AtomicBoolean stopped) {
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "writer");
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config, bytes, bytes)) {
      producer.initTransactions();
      for (int n = 0; !stopped.get(); n++) {
        producer.beginTransaction();
        for (int key = 0; key < KEYS; key++) {
          var unused =
              producer.send(
                  new ProducerRecord<>(
                      TOPIC, Integer.toString(key).getBytes(UTF_8), ("" + n).getBytes(UTF_8)));
          if (key == KEYS / 2) {
            producer.flush(); // so that ends are within transactions
          }
        }
        producer.commitTransaction();
      }
    }
  }
}

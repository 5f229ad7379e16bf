package io.storestream.producer;

import io.storestream.kafka.KafkaOptions;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Settings of the Kafka producer: retries lose and duplicate nothing, and batches are large. */
final class ProducerSettings {

  /** The longest time that a record may take, retries included, before it fails. */
  private static final int DELIVERY_TIMEOUT_MS = 60_000;

  /** The longest wait for metadata or for room in the buffer. */
  private static final int MAX_BLOCK_MS = 15_000;

  private static final int LINGER_MS = 20;
  private static final int BATCH_BYTES = 128 * 1024;

  /** Small enough for a heap of 64 MB, and still a hundred batches. */
  private static final int BUFFER_BYTES = 16 * 1024 * 1024;

  /** Publishing a large file took a quarter less time with lz4 than with zstd. */
  private static final String COMPRESSION = "lz4";

  private ProducerSettings() {}

  /** Returns the defaults, then the user's settings, then those that correctness needs. */
  static Map<String, Object> of(KafkaOptions kafka) {
    Map<String, Object> config = new HashMap<>();
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "storestream-produce");
    config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, COMPRESSION);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
    config.putAll(kafka.clientConfig());
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // A producer with a transactional ID can only send in transactions.
    config.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
    return config;
  }
}

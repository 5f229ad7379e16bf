package io.storestream.ingester.command;

import io.storestream.ingester.IngesterSettings;
import io.storestream.ingester.memory.CachedStates;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The configuration of Kafka Streams: what correctness needs, and what was chosen on purpose. */
public final class StreamsSettings {

  /**
   * How long the group waits for an instance that died: the shortest that brokers allow by default
   * is 6 s. Streams' transactions end after 10 s on their own, so a shorter session would gain
   * nothing.
   */
  private static final int SESSION_TIMEOUT_MS = 10_000;

  private static final int HEARTBEAT_INTERVAL_MS = 3_000;

  /** A transaction of a busy thread fills several batches of Kafka's default, 16 KiB. */
  private static final int MAX_BATCH_BYTES = 512 * 1024;

  private static final int MIN_BATCH_BYTES = 16 * 1024;

  /**
   * What the batches of a thread that has all partitions may take together: half of a producer's
   * buffer by default. Each takes its full size, however little it holds.
   */
  private static final int BATCHES_BYTES = 16 * 1024 * 1024;

  /** What a task may send to in a transaction: five topics and three changelogs. */
  private static final int TOPICS = 8;

  /**
   * The cache holds what changes in one transaction: counts and positions. It is a sorted tree,
   * which is the slower the more it holds; {@link CachedStates} has what is read again.
   */
  private static final long CACHE_BYTES = 2 * 1024 * 1024;

  /**
   * There is no global state, and still each Streams configuration without this warns: that of the
   * application, and one that the partition assignor makes of the settings of each thread's main
   * consumer. Its constant is deprecated since it came, as Kafka 5 is to behave so.
   */
  private static final String GLOBAL_HANDLER = "processing.exception.handler.global.enabled";

  private StreamsSettings() {}

  /**
   * Returns the configuration.
   *
   * @param partitions of the topics, one or more
   * @param stateDir of one cluster
   * @param maxRecordBytes the largest record that is written
   * @param clientConfig for all Kafka clients; may tune, but not weaken what correctness needs
   */
  public static Map<String, Object> create(
      IngesterSettings settings,
      int partitions,
      Path stateDir,
      int maxRecordBytes,
      Map<String, Object> clientConfig) {
    Map<String, Object> config = new HashMap<>();
    // By their plain names, so that the file may use either those or prefixed ones.
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
    config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_INTERVAL_MS);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, batchBytes(partitions));
    // Brokers refuse what is an hour ahead; --max-ahead alone is to say how far it may be.
    config.put(
        StreamsConfig.topicPrefix(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG),
        Long.toString(Long.MAX_VALUE));
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRecordBytes);
    // Dead letters pass through the repartition topic.
    config.put(
        StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
        Integer.toString(maxRecordBytes));
    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.commitInterval().toMillis());
    // Nobody can read a record before its transaction commits, which sends what still waits.
    config.put(ProducerConfig.LINGER_MS_CONFIG, settings.commitInterval().toMillis());
    config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    // The order of a task's two inputs does not matter, so neither waits for the other.
    config.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
    config.put(GLOBAL_HANDLER, true);
    config.put(StreamsConfig.mainConsumerPrefix(GLOBAL_HANDLER), true);
    config.putAll(clientConfig);

    config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
    config.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    config.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    return config;
  }

  private static int batchBytes(int partitions) {
    int share = BATCHES_BYTES / TOPICS / partitions;
    return Math.max(MIN_BATCH_BYTES, Math.min(MAX_BATCH_BYTES, share));
  }
}

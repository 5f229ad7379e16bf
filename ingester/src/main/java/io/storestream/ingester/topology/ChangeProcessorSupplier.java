package io.storestream.ingester;

import io.storestream.ingester.writer.DynamoDbWriter;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** Makes a {@link ChangeProcessor} for each task, and its state stores. */
record ChangeProcessorSupplier(TopologyLimits limits, DynamoDbWriter writer, IngestMetrics metrics)
    implements ProcessorSupplier<byte[], byte @Nullable [], byte[], Routed> {

  // Entries live for moments, so the log is nearly all garbage: compact early, and replay little.
  static final Map<String, String> OUTBOX_CHANGELOG =
      Map.of(
          TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1",
          TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(16 * 1024 * 1024),
          TopicConfig.DELETE_RETENTION_MS_CONFIG, "60000");

  @Override
  public Processor<byte[], byte @Nullable [], byte[], Routed> get() {
    return new ChangeProcessor(limits, writer, metrics);
  }

  @Override
  public Set<StoreBuilder<?>> stores() {
    return Set.of(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(ChangeProcessor.STORE_VERSIONS),
            Serdes.String(),
            StateSerdes.storeVersion()),
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(ChangeProcessor.PENDING_WRITES),
                Serdes.String(),
                StateSerdes.pendingStore())
            .withLoggingEnabled(OUTBOX_CHANGELOG),
        // Cached until the transaction is committed: what moves with every record is logged once.
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(ChangeProcessor.APPLIED_CHANGES),
                Serdes.String(),
                Serdes.Long())
            .withCachingEnabled());
  }
}

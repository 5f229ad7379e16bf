package io.storestream.ingester.topology;

import io.storestream.dynamodb.writer.DynamoDbWriter;
import io.storestream.ingester.IngestMetrics;
import io.storestream.ingester.outbox.Outbox;
import io.storestream.ingester.outbox.OutboxEntry;
import io.storestream.kafka.record.StateSerdes;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** Makes a {@link ChangeProcessor} for each task, and its state stores. */
record ChangeProcessorSupplier(TopologyLimits limits, DynamoDbWriter writer, IngestMetrics metrics)
    implements ProcessorSupplier<byte[], byte @Nullable [], byte[], Routed> {

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
                OutboxEntry.serde())
            .withLoggingEnabled(Outbox.CHANGELOG),
        // Cached until the transaction is committed: what moves with every record is logged once.
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(ChangeProcessor.APPLIED_CHANGES),
                Serdes.String(),
                Serdes.Long())
            .withCachingEnabled());
  }
}

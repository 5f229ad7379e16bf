package io.storestream.ingester.topology;

import io.storestream.ingester.IngestMetrics;
import io.storestream.ingester.outbox.TableWriters;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** Makes a {@link ChangeProcessor} for each task, and its state stores. */
record ChangeProcessorSupplier(TopologyOptions options, TableWriters writers, IngestMetrics metrics)
    implements ProcessorSupplier<byte[], ParsedRecord, byte[], byte @Nullable []> {

  @Override
  public Processor<byte[], ParsedRecord, byte[], byte @Nullable []> get() {
    return new ChangeProcessor(options, writers, metrics);
  }

  @Override
  public Set<StoreBuilder<?>> stores() {
    return Set.of(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(ChangeProcessor.STORE_STATES),
            Serdes.String(),
            StoreState.serde()),
        // Moves with every record, and is logged once in a transaction.
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(ChangeProcessor.APPLIED_CHANGES),
                Serdes.String(),
                Serdes.Long())
            .withCachingEnabled());
  }
}

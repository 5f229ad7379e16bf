package io.storestream.ingester.counts;

import io.storestream.dynamodb.writer.DynamoDbWriter;
import io.storestream.ingester.IngestMetrics;
import io.storestream.kafka.record.StateSerdes;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Makes a {@link CountProcessor} for each task, and its state store. Kafka Streams caches it until
 * the transaction is committed: a count that changes many times in it is logged once.
 */
public record CountProcessorSupplier(DynamoDbWriter writer, IngestMetrics metrics, long cacheBytes)
    implements ProcessorSupplier<byte[], byte[], byte[], byte[]> {

  @Override
  public Processor<byte[], byte[], byte[], byte[]> get() {
    return new CountProcessor(writer, metrics, cacheBytes);
  }

  @Override
  public Set<StoreBuilder<?>> stores() {
    return Set.of(
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(CountProcessor.LOCATION_COUNTS),
                Serdes.String(),
                StateSerdes.runningCount())
            .withCachingEnabled());
  }
}

package io.storestream.ingester.topology;

import io.storestream.ingester.IngestMetrics;
import io.storestream.ingester.counts.CountProcessorSupplier;
import io.storestream.ingester.outbox.TableWriters;
import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.Topics;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka Streams topology: {@code store-changes} → parse → key by store number → resolve →
 * {@code stores}, and → count by location → {@code location-counts}. The resolve step also sends
 * unusable events to the dead-letter topic, because only it knows which records were read before.
 *
 * <p>Events keep their original bytes until they are resolved. Parsing them twice is cheaper than
 * encoding them in a second format, and the dead-letter topic gets the original.
 */
public final class StoreTopology {

  private static final Serde<byte[]> BYTES = Serdes.ByteArray();

  private StoreTopology() {}

  /**
   * Builds the topology. Does no I/O.
   *
   * @param topic of the change events
   * @param topicId of that topic
   * @param partitions how many tasks resolve events in parallel; fixed for the life of the
   *     application ID
   */
  public static Topology create(
      String topic,
      Uuid topicId,
      int partitions,
      TopologyLimits limits,
      TableWriters writers,
      IngestMetrics metrics) {
    StreamsBuilder builder = new StreamsBuilder();
    KStream<byte[], Routed> resolved =
        builder.stream(topic, consumed())
            .process(() -> new ParseProcessor(topicId, limits), Named.as("parse"))
            .repartition(
                Repartitioned.with(BYTES, BYTES)
                    .withName(InternalTopics.REPARTITION)
                    .withNumberOfPartitions(partitions))
            .process(
                new ChangeProcessorSupplier(limits, writers.stores(), metrics),
                Named.as("resolve"));
    only(resolved, Routed.Accepted.class, "accepted").to(Topics.STORES, produced("stores"));
    only(resolved, Routed.Counted.class, "counted")
        .repartition(
            Repartitioned.with(BYTES, BYTES)
                .withName(InternalTopics.LOCATION_DELTAS)
                .withNumberOfPartitions(partitions))
        .process(new CountProcessorSupplier(writers.counts(), metrics), Named.as("count"))
        .to(Topics.LOCATION_COUNTS, produced("location-counts"));
    only(resolved, Routed.DeadLettered.class, "unusable")
        .to(Topics.deadLetterTopicOf(topic), produced("dead-letters"));
    return builder.build();
  }

  private static Consumed<byte[], byte[]> consumed() {
    // Records of very old clients have timestamp -1, at which the default extractor fails.
    return Consumed.with(BYTES, BYTES)
        .withName("store-changes")
        .withTimestampExtractor((record, partitionTime) -> Math.max(0, record.timestamp()));
  }

  private static KStream<byte[], byte @Nullable []> only(
      KStream<byte[], Routed> routed, Class<? extends Routed> kind, String name) {
    return routed
        .filter((key, value) -> kind.isInstance(value), Named.as(name))
        .mapValues(Routed::value, Named.as(name + "-value"));
  }

  private static Produced<byte[], byte[]> produced(String name) {
    return Produced.with(BYTES, BYTES).withName(name);
  }
}

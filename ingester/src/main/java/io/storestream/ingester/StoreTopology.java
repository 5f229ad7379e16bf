package io.storestream.ingester;

import io.storestream.ingester.topic.InternalTopics;
import io.storestream.model.Topics;
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
 * What happens to an event: {@code store-changes} → parse → key by store number → judge → {@code
 * stores}, and → count by place → {@code location-counts}, with what is unusable on the way going
 * to the dead-letter topic.
 *
 * <p>The events stay the bytes they came as until they are judged; parsing them a second time is
 * cheaper than writing them in a form of our own, and keeps the original for the dead-letter topic.
 */
final class StoreTopology {

  private static final Serde<byte[]> BYTES = Serdes.ByteArray();

  private StoreTopology() {}

  /**
   * Builds the topology. Does no I/O.
   *
   * @param topic the change events'
   * @param partitions how many tasks may judge events in parallel; fixed for the application's life
   */
  static Topology create(
      String topic,
      int partitions,
      TopologyLimits limits,
      TableWriters writers,
      IngestMetrics metrics) {
    StreamsBuilder builder = new StreamsBuilder();
    KStream<byte[], Routed> parsed =
        builder.stream(topic, consumed())
            .process(() -> new ParseProcessor(limits, metrics), Named.as("parse"));
    KStream<byte[], Routed> judged =
        onward(parsed, "parsed")
            .repartition(
                Repartitioned.with(BYTES, BYTES)
                    .withName(InternalTopics.REPARTITION)
                    .withNumberOfPartitions(partitions))
            .process(
                new ChangeProcessorSupplier(limits, writers.stores(), metrics), Named.as("judge"));
    onward(judged, "accepted").to(Topics.STORES, produced("stores"));
    only(judged, Routed.Counted.class, "counted")
        .repartition(
            Repartitioned.with(BYTES, BYTES)
                .withName(InternalTopics.LOCATION_DELTAS)
                .withNumberOfPartitions(partitions))
        .process(new CountProcessorSupplier(writers.counts()), Named.as("count"))
        .to(Topics.LOCATION_COUNTS, produced("location-counts"));
    String deadLetterTopic = Topics.deadLetterTopicOf(topic);
    deadLettered(parsed, "unparsable").to(deadLetterTopic, produced("unparsable-sink"));
    deadLettered(judged, "unwritable").to(deadLetterTopic, produced("unwritable-sink"));
    return builder.build();
  }

  private static Consumed<byte[], byte[]> consumed() {
    // Records of very old clients have no timestamp, which is -1; the default would stop at them.
    return Consumed.with(BYTES, BYTES)
        .withName("store-changes")
        .withTimestampExtractor((record, partitionTime) -> Math.max(0, record.timestamp()));
  }

  private static KStream<byte[], byte @Nullable []> onward(
      KStream<byte[], Routed> routed, String name) {
    return only(routed, Routed.Onward.class, name);
  }

  private static KStream<byte[], byte @Nullable []> deadLettered(
      KStream<byte[], Routed> routed, String name) {
    return only(routed, Routed.DeadLettered.class, name);
  }

  private static KStream<byte[], byte @Nullable []> only(
      KStream<byte[], Routed> routed, Class<? extends Routed> way, String name) {
    return routed
        .filter((key, value) -> way.isInstance(value), Named.as(name))
        .mapValues(Routed::value, Named.as(name + "-value"));
  }

  private static Produced<byte[], byte[]> produced(String name) {
    return Produced.with(BYTES, BYTES).withName(name);
  }
}

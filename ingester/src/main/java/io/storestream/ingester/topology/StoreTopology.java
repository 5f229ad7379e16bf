package io.storestream.ingester.topology;

import io.storestream.formats.record.ChangeDecoder;
import io.storestream.ingester.IngestMetrics;
import io.storestream.ingester.counts.CountProcessorSupplier;
import io.storestream.ingester.deadletter.DeadLetters;
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
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka Streams topology: {@code store-changes} → parse → resolve → {@code stores}, and → count
 * by location → {@code location-counts}. The resolve step also sends unusable events to the
 * dead-letter topic, because only it knows which records were read before.
 *
 * <p>A store is resolved in the partition of its number. An event that is in this partition of the
 * change topic already is resolved in the same task; the others pass through the repartition topic.
 * So all events of a store that are in one partition of the change topic take the same way, and
 * keep their order. If the change topic has another number of partitions, all pass through it.
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
   * @param inPlace whether the topic has as many partitions, and an event is resolved in the task
   *     that reads it if its store's partition is there
   * @param decoder decodes each record of the topic, or says why it can't
   */
  public static Topology create(
      String topic,
      Uuid topicId,
      int partitions,
      boolean inPlace,
      ChangeDecoder decoder,
      TopologyOptions options,
      TableWriters writers,
      IngestMetrics metrics) {
    StreamsBuilder builder = new StreamsBuilder();
    KStream<byte[], ParsedRecord> parsed =
        builder.stream(topic, consumed())
            .process(
                () ->
                    new ParseProcessor(
                        topicId, inPlace ? partitions : 0, decoder, options, metrics),
                Named.as("parse"));
    KStream<byte[], ParsedRecord> byStore =
        parsed
            .process(Encode::new, Named.as(ParseProcessor.ELSEWHERE))
            .repartition(
                Repartitioned.with(BYTES, BYTES)
                    .withName(InternalTopics.REPARTITION)
                    .withNumberOfPartitions(partitions))
            .process(() -> new Decode(options), Named.as("decode"));
    KStream<byte[], byte @Nullable []> resolved =
        (inPlace ? parsed.merge(byStore, Named.as(ParseProcessor.HERE)) : byStore)
            .process(new ChangeProcessorSupplier(options, writers, metrics), Named.as("resolve"));
    resolved.to(Topics.STORES, produced(ChangeProcessor.ACCEPTED));
    resolved
        .repartition(
            Repartitioned.with(BYTES, BYTES)
                .withName(InternalTopics.LOCATION_DELTAS)
                .withNumberOfPartitions(partitions))
        .process(
            new CountProcessorSupplier(writers.counts(), metrics, options.stateCacheBytes()),
            Named.as("count"))
        .to(Topics.LOCATION_COUNTS, produced("location-counts"));
    resolved.to(Topics.deadLetterTopicOf(topic), produced(DeadLetters.NODE));
    return builder.build();
  }

  /** Writes the records of the repartition topic. */
  private static final class Encode
      extends ContextualProcessor<byte[], ParsedRecord, byte[], byte @Nullable []> {

    @Override
    public void process(Record<byte[], ParsedRecord> record) {
      context().forward(RepartitionRecords.encode(record));
    }
  }

  /** Reads the records of the repartition topic. */
  private static final class Decode
      extends ContextualProcessor<byte[], byte @Nullable [], byte[], ParsedRecord> {

    private final TopologyOptions options;

    private Decode(TopologyOptions options) {
      this.options = options;
    }

    @Override
    public void process(Record<byte[], byte @Nullable []> record) {
      context().forward(RepartitionRecords.decode(record, options));
    }
  }

  private static Consumed<byte[], byte[]> consumed() {
    // Records of very old clients have timestamp -1, at which the default extractor fails.
    return Consumed.with(BYTES, BYTES)
        .withName("store-changes")
        .withTimestampExtractor((record, partitionTime) -> Math.max(0, record.timestamp()));
  }

  private static Produced<byte[], byte[]> produced(String name) {
    return Produced.with(BYTES, BYTES).withName(name);
  }
}

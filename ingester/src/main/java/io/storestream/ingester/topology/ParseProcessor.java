package io.storestream.ingester.topology;

import io.storestream.formats.record.ChangeDecoder;
import io.storestream.formats.record.ChangeFormat;
import io.storestream.formats.record.Decoded;
import io.storestream.formats.record.SourceRecord;
import io.storestream.formats.record.registry.RegistryDecoder;
import io.storestream.ingester.IngestMetrics;
import io.storestream.ingester.deadletter.DeadLetter;
import io.storestream.kafka.StoresTopic;
import io.storestream.kafka.record.DeadLetterCause;
import io.storestream.model.event.InvalidEventException;
import io.storestream.model.event.StoreChange;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Decodes each record and gives it its store number as key. An unusable event takes the same way,
 * because only {@link ChangeProcessor} remembers which records were read.
 *
 * <p>This processor rejects events from the future.
 */
public final class ParseProcessor
    extends ContextualProcessor<byte @Nullable [], byte @Nullable [], byte[], ParsedRecord> {

  /**
   * The largest usable event in bytes, with key and headers. Changelogs take little more; a store
   * has at most 300 KiB of text.
   */
  public static final int MAX_EVENT_BYTES = 768 * 1024;

  /** The node that takes what is resolved in the partition that it was read from. */
  static final String HERE = "by-store";

  /** The node that takes all else. */
  static final String ELSEWHERE = "encode";

  private final Uuid topicId;
  private final int partitions;
  private final ChangeDecoder decoder;
  private final TopologyOptions options;
  private final IngestMetrics metrics;

  /**
   * @param topicId of the topic of the change events
   * @param partitions how many partitions that topic has, if stores are resolved there; otherwise 0
   * @param decoder decodes each record, or says why it can't
   */
  ParseProcessor(
      Uuid topicId,
      int partitions,
      ChangeDecoder decoder,
      TopologyOptions options,
      IngestMetrics metrics) {
    this.topicId = topicId;
    this.partitions = partitions;
    this.decoder = decoder;
    this.options = options;
    this.metrics = metrics;
  }

  @Override
  public void process(Record<byte @Nullable [], byte @Nullable []> record) {
    long bytes = DeadLetter.sizeOf(record);
    if (bytes > MAX_EVENT_BYTES) {
      deadLetter(
          record,
          sourceKey(),
          DeadLetterCause.EVENT_TOO_LARGE,
          "the record takes %,d bytes, more than %,d".formatted(bytes, MAX_EVENT_BYTES));
      return;
    }
    try {
      Decoded decoded = decoder.decode(sourceRecord(record)).orElseThrow();
      if (decoded instanceof Decoded.Change change) {
        change.problems().forEach(problem -> metrics.onCoordinateDropped());
        forwardChange(record, change);
      } else if (decoded instanceof Decoded.NoChange none) {
        metrics.onNoChange(none.kind());
      }
    } catch (InvalidEventException e) {
      deadLetter(
          record, sourceKey(), DeadLetterCause.INVALID_EVENT, String.valueOf(e.getMessage()));
    }
  }

  private static SourceRecord sourceRecord(Record<byte @Nullable [], byte @Nullable []> record) {
    return new SourceRecord(
        record.key(),
        record.value(),
        name -> {
          Header header = record.headers().lastHeader(name);
          return header == null ? null : header.value();
        },
        Instant.ofEpochMilli(record.timestamp()));
  }

  private void forwardChange(
      Record<byte @Nullable [], byte @Nullable []> record, Decoded.Change decoded) {
    StoreChange change = decoded.change();
    Instant latest = Instant.ofEpochMilli(context().currentSystemTimeMs()).plus(options.maxAhead());
    if (change.updatedAt().isAfter(latest)) {
      // To the store's partition, where it goes when it is read again: see
      // StoreStates.addFutureEvent.
      deadLetter(
          record,
          keyOf(change),
          DeadLetterCause.FUTURE_EVENT,
          "updatedAt %s is more than %s ahead of the clock"
              .formatted(change.updatedAt(), options.maxAhead()));
      return;
    }
    // Brokers refuse records from the future, and an event with updatedAt can be in such a record.
    // An event without it has passed the check above and keeps its timestamp.
    long timestamp = Math.min(record.timestamp(), latest.toEpochMilli());
    boolean isOwn =
        decoded.format() == ChangeFormat.EVENT && !RegistryDecoder.isBehindSchema(record.value());
    // What is behind this sees our own event only, and headers can say that a value is another.
    Headers headers = isOwn ? record.headers() : new RecordHeaders();
    byte[] ownValue = isOwn ? record.value() : null;
    if (decoded.closed() != null) {
      forward(new ParsedRecord.Event(decoded.closed(), false, null, source()), timestamp, headers);
    }
    forward(new ParsedRecord.Event(change, isOwn, ownValue, source()), timestamp, headers);
  }

  private void forward(ParsedRecord.Event event, long timestamp, Headers headers) {
    byte[] key = keyOf(event.change());
    forward(new Record<>(key, event, timestamp, headers), isHere(key, source()));
  }

  private static byte[] keyOf(StoreChange change) {
    return change.storeNumber().getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the key of a record of no store, which keeps the order of its source partition. */
  private byte[] sourceKey() {
    return Integer.toString(source().partition()).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Forwards a dead letter.
   *
   * @param key determines the partition
   */
  private void deadLetter(
      Record<byte @Nullable [], byte @Nullable []> record,
      byte[] key,
      DeadLetterCause cause,
      String reason) {
    SourceOffset source = source();
    boolean fits = DeadLetter.fits(record.key(), options.maxDeadLetterBytes());
    Record<byte @Nullable [], byte @Nullable []> deadLetter =
        DeadLetter.of(
            record,
            options.maxDeadLetterBytes(),
            cause,
            fits ? reason : reason + "; key left out: too large",
            context().recordMetadata().orElse(null));
    boolean ofStore = cause == DeadLetterCause.FUTURE_EVENT;
    forward(
        new Record<>(
            key,
            new ParsedRecord.Unusable(fits ? record.key() : null, deadLetter.value(), source),
            context().currentSystemTimeMs(),
            deadLetter.headers()),
        !ofStore || isHere(key, source));
  }

  /** Returns whether a store's partition is the one that the event was read from. */
  private boolean isHere(byte[] storeNumber, SourceOffset source) {
    return partitions > 0 && StoresTopic.partitionOf(storeNumber, partitions) == source.partition();
  }

  private void forward(Record<byte[], ParsedRecord> record, boolean here) {
    context().forward(record, here && partitions > 0 ? HERE : ELSEWHERE);
  }

  private SourceOffset source() {
    RecordMetadata metadata = context().recordMetadata().orElseThrow();
    return new SourceOffset(topicId, metadata.partition(), metadata.offset());
  }
}

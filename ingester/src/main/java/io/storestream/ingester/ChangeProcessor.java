package io.storestream.ingester;

import io.storestream.ingester.deadletter.DeadLetterCause;
import io.storestream.ingester.deadletter.DeadLetterHeaders;
import io.storestream.ingester.topic.CountSequenceHeader;
import io.storestream.ingester.topic.VersionHeader;
import io.storestream.ingester.writer.Acknowledgement;
import io.storestream.ingester.writer.DynamoDbWriter;
import io.storestream.ingester.writer.StoreWrite;
import io.storestream.model.AcceptedState;
import io.storestream.model.Fingerprint;
import io.storestream.model.InvalidEventException;
import io.storestream.model.Location;
import io.storestream.model.Store;
import io.storestream.model.StoreChange;
import io.storestream.model.StoreChangeCodec;
import io.storestream.model.StoreCodec;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Resolves each event by what is known of its store, and takes what is accepted into the outbox and
 * to the {@code stores} topic, and tells where it is counted, all in the one transaction that also
 * holds the event's offset. It remembers in that transaction what it has read, so a record that
 * Kafka hands out again does nothing more, even where Kafka has lost its positions.
 *
 * <p>One instance a task, owned by its stream thread.
 */
final class ChangeProcessor implements Processor<byte[], byte @Nullable [], byte[], Routed> {

  static final String STORE_VERSIONS = "store-versions";
  static final String PENDING_WRITES = "pending-writes";
  static final String APPLIED_CHANGES = "applied-changes";

  /** By the wall clock: how long an acknowledged entry stays at the most while nothing comes in. */
  static final Duration HARVEST_INTERVAL = Duration.ofMillis(100);

  /**
   * A busy stream thread calls its punctuators rarely, so it harvests after so many records too.
   */
  private static final int HARVEST_RECORDS = 256;

  private static final byte[] DELETED = new byte[0];

  private final TopologyLimits limits;
  private final DynamoDbWriter writer;
  private final IngestMetrics metrics;

  private ProcessorContext<byte[], Routed> context;
  private KeyValueStore<String, StoreVersion> versions;
  private Outbox<PendingStore> outbox;
  private AppliedChanges applied;
  private String partition;
  private int sinceHarvest;

  ChangeProcessor(TopologyLimits limits, DynamoDbWriter writer, IngestMetrics metrics) {
    this.limits = limits;
    this.writer = writer;
    this.metrics = metrics;
  }

  /** Called when the stores are restored: whatever the outbox holds then is still to be written. */
  @Override
  public void init(ProcessorContext<byte[], Routed> context) {
    this.context = context;
    versions = context.getStateStore(STORE_VERSIONS);
    applied = new AppliedChanges(context.getStateStore(APPLIED_CHANGES));
    partition = Integer.toString(context.taskId().partition());
    outbox = new Outbox<>(context.getStateStore(PENDING_WRITES), writer.openLane());
    outbox.resume();
    context.schedule(
        HARVEST_INTERVAL, PunctuationType.WALL_CLOCK_TIME, now -> outbox.harvest(this::settle));
  }

  @Override
  public void process(Record<byte[], byte @Nullable []> record) {
    SourceOffset source = InternalHeaders.source(record.headers());
    boolean isNew = source == null || applied.add(source);
    if (InternalHeaders.isDeadLetter(record.headers())) {
      passOn(record, isNew);
    } else {
      apply(record.withHeaders(InternalHeaders.without(record.headers())), isNew);
    }
    if (++sinceHarvest >= HARVEST_RECORDS) {
      sinceHarvest = 0;
      outbox.harvest(this::settle);
    }
  }

  /** Takes a dead letter of the first step to its topic. */
  private void passOn(Record<byte[], byte @Nullable []> letter, boolean isNew) {
    if (!isNew) {
      metrics.onDuplicate();
      return;
    }
    metrics.onDeadLettered(DeadLetterHeaders.causeOf(letter.headers()));
    forwardDeadLetter(
        letter
            .withKey(InternalHeaders.deadLetterKey(letter.headers()))
            .withHeaders(InternalHeaders.without(letter.headers())));
  }

  private void apply(Record<byte[], byte @Nullable []> record, boolean isNew) {
    try {
      StoreChange change =
          StoreChangeCodec.decode(record.key(), record.value(), record.timestamp());
      StoreVersion known = versions.get(change.storeNumber());
      // One that was applied has left a version of at least its time. If it has not, the topic has
      // lost what stood at its offset before, and this is another.
      if (!isNew && known != null && !change.updatedAt().isAfter(known.version().updatedAt())) {
        metrics.onDuplicate();
      } else {
        resolve(record, change, known);
      }
    } catch (InvalidEventException e) {
      // The step before this one let it through; another release of it may have thought
      // differently.
      deadLetter(record, DeadLetterCause.INVALID_EVENT, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    outbox.close();
  }

  private void resolve(
      Record<byte[], byte @Nullable []> record, StoreChange change, @Nullable StoreVersion known) {
    String storeNumber = change.storeNumber();
    Store store = change instanceof StoreChange.Upsert upsert ? upsert.store() : null;
    byte[] content = store == null ? DELETED : StoreCodec.encode(store);
    Fingerprint fingerprint = store == null ? Fingerprint.DELETED : Fingerprint.of(content);
    String city = store == null ? StoreVersion.NOWHERE : Location.of(store).path();
    Verdict verdict = Verdict.of(known, change.updatedAt(), fingerprint, city);
    if (verdict instanceof Verdict.Accepted accepted) {
      metrics.onAccepted();
      versions.put(storeNumber, accepted.remembered());
      Version version = accepted.remembered().version();
      Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
      outbox.add(
          new StoreWrite(new AcceptedState(new VersionedStore(storeNumber, version, store), now)),
          new PendingStore(version, now, content));
      count(known == null ? StoreVersion.NOWHERE : known.city(), city, now);
      context.forward(
          new Record<>(
              record.key(),
              new Routed.Onward(store == null ? null : content),
              now.toEpochMilli(),
              CountSequenceHeader.addTo(
                  VersionHeader.of(version), context.applicationId(), applied.countSequence())));
    } else if (verdict instanceof Verdict.Duplicate duplicate) {
      metrics.onDuplicate();
      if (!duplicate.remembered().equals(known)) {
        versions.put(storeNumber, duplicate.remembered());
      }
    } else if (verdict instanceof Verdict.Stale) {
      metrics.onStale();
    } else {
      deadLetter(
          record,
          DeadLetterCause.OUT_OF_REVISIONS,
          "store %s changed more than %,d times at %s"
              .formatted(storeNumber, Version.REVISIONS, change.updatedAt()));
    }
  }

  /** Tells where the store is counted; its number is the same for both countries of a move. */
  private void count(String from, String to, Instant now) {
    List<Map<String, Long>> changes = LocationDelta.between(from, to);
    if (changes.isEmpty()) {
      return;
    }
    long sequence = applied.nextCountSequence();
    for (Map<String, Long> ofCountry : changes) {
      LocationDelta delta = new LocationDelta(partition, sequence, ofCountry);
      context.forward(
          new Record<>(delta.key(), new Routed.Counted(delta.encode()), now.toEpochMilli()));
    }
  }

  private void deadLetter(
      Record<byte[], byte @Nullable []> record, DeadLetterCause cause, String reason) {
    metrics.onDeadLettered(cause);
    // Where the original stands is not known here; this record is from the internal topic.
    forwardDeadLetter(DeadLetter.of(record, limits.maxDeadLetterBytes(), cause, reason, null));
  }

  private void forwardDeadLetter(
      Record<? extends byte @Nullable [], ? extends byte @Nullable []> letter) {
    // Its topic has keys of any kind, and none.
    @SuppressWarnings("unchecked")
    Record<byte[], byte @Nullable []> record = (Record<byte[], byte @Nullable []>) letter;
    context.forward(
        record
            .withValue((Routed) new Routed.DeadLettered(record.value()))
            .withTimestamp(context.currentSystemTimeMs()));
  }

  private void settle(String storeNumber, PendingStore entry, Acknowledgement acknowledgement) {
    if (acknowledgement instanceof Acknowledgement.Rejected rejected) {
      deadLetter(entry.toState(storeNumber), rejected.reason());
    }
  }

  /** What DynamoDB can never take; its state is lost after this, but for the topic. */
  private void deadLetter(VersionedStore state, String reason) {
    metrics.onRejectedWrite();
    StoreVersion known = versions.get(state.storeNumber());
    if (known != null && known.content().equals(contentOf(state))) {
      // The table does not have this content, so the same event published again must not be a
      // duplicate.
      versions.put(
          state.storeNumber(),
          new StoreVersion(known.version(), Fingerprint.UNKNOWN, known.city()));
    }
    Instant updatedAt = state.version().updatedAt();
    StoreChange change =
        state.store() == null
            ? new StoreChange.Delete(state.storeNumber(), updatedAt)
            : new StoreChange.Upsert(state.store(), updatedAt);
    Record<byte[], byte[]> event =
        new Record<>(
            state.storeNumber().getBytes(StandardCharsets.UTF_8),
            StoreChangeCodec.encode(change),
            context.currentSystemTimeMs());
    forwardDeadLetter(
        DeadLetter.of(
            event, limits.maxDeadLetterBytes(), DeadLetterCause.REJECTED_WRITE, reason, null));
  }

  private static Fingerprint contentOf(VersionedStore state) {
    return state.store() == null
        ? Fingerprint.DELETED
        : Fingerprint.of(StoreCodec.encode(state.store()));
  }
}

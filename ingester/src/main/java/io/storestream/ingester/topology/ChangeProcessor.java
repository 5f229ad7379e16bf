package io.storestream.ingester.topology;

import io.storestream.dynamodb.writer.DynamoDbWriter;
import io.storestream.dynamodb.writer.ItemWrite;
import io.storestream.dynamodb.writer.WriteResult;
import io.storestream.ingester.IngestMetrics;
import io.storestream.ingester.outbox.Outbox;
import io.storestream.ingester.outbox.OutboxEntry;
import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.record.DeadLetterCause;
import io.storestream.kafka.record.DeadLetterHeaders;
import io.storestream.kafka.record.LocationDelta;
import io.storestream.kafka.record.StoreVersion;
import io.storestream.kafka.record.VersionHeader;
import io.storestream.model.AcceptedState;
import io.storestream.model.Fingerprint;
import io.storestream.model.Location;
import io.storestream.model.Store;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import io.storestream.model.event.InvalidEventException;
import io.storestream.model.event.StoreChange;
import io.storestream.model.event.StoreChangeCodec;
import io.storestream.model.event.StoreCodec;
import java.nio.charset.StandardCharsets;
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
public final class ChangeProcessor implements Processor<byte[], byte @Nullable [], byte[], Routed> {

  public static final String STORE_VERSIONS = InternalTopics.STORE_VERSIONS;
  public static final String PENDING_WRITES = "pending-writes";
  public static final String APPLIED_CHANGES = "applied-changes";

  /**
   * A busy stream thread calls its punctuators rarely, so it drains after this many records too.
   */
  private static final int DRAIN_RECORDS = 256;

  private static final byte[] DELETED = new byte[0];

  private final TopologyLimits limits;
  private final DynamoDbWriter writer;
  private final IngestMetrics metrics;

  private ProcessorContext<byte[], Routed> context;
  private KeyValueStore<String, StoreVersion> versions;
  private Outbox outbox;
  private AppliedChanges applied;
  private ReadFutureEvents futureEvents;
  private String partition;
  private int sinceDrain;

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
    futureEvents = new ReadFutureEvents(versions);
    partition = Integer.toString(context.taskId().partition());
    outbox = new Outbox(context.getStateStore(PENDING_WRITES), writer.openSession());
    outbox.resume((storeNumber, entry) -> entry.toStore(storeNumber));
    context.schedule(
        Outbox.DRAIN_INTERVAL,
        PunctuationType.WALL_CLOCK_TIME,
        now -> outbox.drain(this::onAcknowledged));
  }

  @Override
  public void process(Record<byte[], byte @Nullable []> record) {
    SourceOffset source = InternalHeaders.source(record.headers());
    boolean isNew = source == null || applied.add(source);
    if (InternalHeaders.isDeadLetter(record.headers())) {
      passOn(record, source, isNew);
    } else {
      apply(record.withHeaders(InternalHeaders.without(record.headers())), isNew ? null : source);
    }
    if (++sinceDrain >= DRAIN_RECORDS) {
      sinceDrain = 0;
      outbox.drain(this::onAcknowledged);
    }
  }

  /** Takes a dead letter of the first step to its topic. */
  private void passOn(
      Record<byte[], byte @Nullable []> letter, @Nullable SourceOffset source, boolean isNew) {
    if (!isNew) {
      metrics.onDuplicate();
      return;
    }
    DeadLetterCause cause = DeadLetterHeaders.causeOf(letter.headers());
    metrics.onDeadLettered(cause);
    if (source != null && cause == DeadLetterCause.FUTURE_EVENT) {
      futureEvents.add(source);
    }
    forwardDeadLetter(
        letter
            .withKey(InternalHeaders.deadLetterKey(letter.headers()))
            .withHeaders(InternalHeaders.without(letter.headers())));
  }

  /**
   * Applies an event.
   *
   * @param again where it was read, if it is not the first time
   */
  private void apply(Record<byte[], byte @Nullable []> record, @Nullable SourceOffset again) {
    try {
      StoreChange change =
          StoreChangeCodec.decode(record.key(), record.value(), record.timestamp());
      StoreVersion known = versions.get(change.storeNumber());
      if (again != null && hasHadItsEffect(change, known, again)) {
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

  /**
   * Returns whether an event at an offset that was read before is the one that was read there. That
   * one has left a version of at least its time, or was a dead letter. If it has not, the topic has
   * lost what stood at its offset, and this is another.
   */
  private boolean hasHadItsEffect(
      StoreChange change, @Nullable StoreVersion known, SourceOffset again) {
    return (known != null && !change.updatedAt().isAfter(known.version().updatedAt()))
        || futureEvents.contains(again);
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
      Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
      versions.put(storeNumber, count(known, accepted.remembered(), now));
      Version version = accepted.remembered().version();
      outbox.add(
          new ItemWrite.StoreItem(
              new AcceptedState(new VersionedStore(storeNumber, version, store), now)),
          new OutboxEntry(version, now, content));
      context.forward(
          new Record<>(
              record.key(),
              new Routed.Onward(store == null ? null : content),
              now.toEpochMilli(),
              VersionHeader.of(version)));
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

  /** Passes on where the store is counted; a move has the same number in both countries. */
  private StoreVersion count(@Nullable StoreVersion known, StoreVersion next, Instant now) {
    List<Map<String, Long>> changes =
        LocationDelta.between(known == null ? StoreVersion.NOWHERE : known.city(), next.city());
    if (changes.isEmpty()) {
      return next;
    }
    long sequence = applied.nextCountSequence();
    for (Map<String, Long> ofCountry : changes) {
      LocationDelta delta = new LocationDelta(partition, sequence, ofCountry);
      context.forward(
          new Record<>(delta.key(), new Routed.Counted(delta.encode()), now.toEpochMilli()));
    }
    return next.countedAs(sequence);
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

  private void onAcknowledged(ItemWrite write, OutboxEntry latest, WriteResult.Final result) {
    if (result instanceof WriteResult.Rejected rejected
        && write instanceof ItemWrite.StoreItem store
        && latest.version().equals(write.version())) {
      deadLetter(store.accepted().state(), rejected.reason());
    }
  }

  /** What DynamoDB can never take; its state is lost after this, but for the topic. */
  private void deadLetter(VersionedStore state, String reason) {
    metrics.onRejectedWrite();
    StoreVersion known = versions.get(state.storeNumber());
    if (known != null && known.content().equals(contentOf(state))) {
      // The table does not have this content, so the same event published again must not be a
      // duplicate.
      versions.put(state.storeNumber(), known.withoutContent());
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

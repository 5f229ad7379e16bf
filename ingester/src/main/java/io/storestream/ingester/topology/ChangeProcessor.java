package io.storestream.ingester.topology;

import static java.util.Objects.requireNonNull;

import io.storestream.dynamodb.request.ItemWrite;
import io.storestream.dynamodb.request.WriteResult;
import io.storestream.ingester.IngestMetrics;
import io.storestream.ingester.deadletter.DeadLetters;
import io.storestream.ingester.outbox.Outbox;
import io.storestream.ingester.outbox.TableWriters;
import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.record.DeadLetterCause;
import io.storestream.kafka.record.DeadLetterHeaders;
import io.storestream.kafka.record.StoreVersion;
import io.storestream.kafka.record.VersionHeader;
import io.storestream.model.AcceptedState;
import io.storestream.model.Fingerprint;
import io.storestream.model.Store;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import io.storestream.model.event.Origin;
import io.storestream.model.event.StoreChange;
import io.storestream.model.event.StoreCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Resolves each event against the state of its store. An accepted event goes into the outbox and to
 * the {@code stores} topic, and its state names the delta that will count it, in the one Kafka
 * transaction that also holds the event's offset. The same transaction remembers which records were
 * read, so a record that Kafka delivers again has no second effect, even if Kafka has lost the
 * group's positions.
 *
 * <p>One instance per task, owned by its stream thread.
 */
public final class ChangeProcessor
    implements Processor<byte[], ParsedRecord, byte[], byte @Nullable []> {

  public static final String STORE_STATES = InternalTopics.STORE_STATES;
  public static final String APPLIED_CHANGES = "applied-changes";

  /** The node that takes the records of the {@code stores} topic. */
  static final String ACCEPTED = "stores";

  /** The node that takes changes of counts, as {@code KStream.repartition} names it. */
  static final String COUNTED = InternalTopics.LOCATION_DELTAS + "-repartition-filter";

  /** A busy stream thread rarely calls its punctuators, so it also drains after this many. */
  private static final int DRAIN_RECORDS = 256;

  private final TopologyOptions options;
  private final TableWriters writers;
  private final IngestMetrics metrics;

  private ProcessorContext<byte[], byte @Nullable []> context;
  private StoreStates states;
  private Outbox outbox;
  private AppliedChanges applied;
  private DeadLetters deadLetters;
  private UnsentDeltas unsent;
  private int sinceDrain;

  ChangeProcessor(TopologyOptions options, TableWriters writers, IngestMetrics metrics) {
    this.options = options;
    this.writers = writers;
    this.metrics = metrics;
  }

  /**
   * Called when the state stores are restored; some states then have a pending write, or a move
   * that is not sent to be counted.
   */
  @Override
  public void init(ProcessorContext<byte[], byte @Nullable []> context) {
    this.context = context;
    states = new StoreStates(context.getStateStore(STORE_STATES), options.stateCacheBytes());
    applied = new AppliedChanges(context.getStateStore(APPLIED_CHANGES));
    deadLetters = new DeadLetters(context, options.maxDeadLetterBytes(), metrics);
    String partition = Integer.toString(context.taskId().partition());
    unsent = new UnsentDeltas(applied, partition, writers.counts().openSession(), options);
    long firstPending = applied.firstPending();
    List<Outbox.Pending> pending = new ArrayList<>();
    states.load(
        (storeNumber, state) -> {
          StoreState.LastWrite write = state.lastWrite();
          if (write != null && write.sequence() >= firstPending) {
            pending.add(new Outbox.Pending(write.sequence(), write.of(storeNumber)));
          }
          unsent.restore(state.version());
        });
    outbox = new Outbox(writers.stores().openSession(), firstPending, pending);
    unsent.announce(now());
    context.schedule(Outbox.DRAIN_INTERVAL, PunctuationType.WALL_CLOCK_TIME, time -> punctuate());
  }

  private void punctuate() {
    drainOutbox();
    sendDeltas();
  }

  @Override
  public void process(Record<byte[], ParsedRecord> record) {
    SourceOffset source = record.value().source();
    boolean isNew = source == null || applied.add(source);
    if (record.value() instanceof ParsedRecord.Event event) {
      apply(record, event, isNew);
    } else if (record.value() instanceof ParsedRecord.Unusable unusable) {
      sendUnusable(record, unusable, isNew);
    }
    if (++sinceDrain >= DRAIN_RECORDS) {
      drainOutbox();
    }
    sendDeltas();
  }

  @Override
  public void close() {
    unsent.close();
    outbox.close();
  }

  private void sendUnusable(
      Record<byte[], ParsedRecord> record, ParsedRecord.Unusable unusable, boolean isNew) {
    if (!isNew) {
      metrics.onDuplicate();
      return;
    }
    DeadLetterCause cause = DeadLetterHeaders.causeOf(record.headers());
    if (unusable.source() != null && cause == DeadLetterCause.FUTURE_EVENT) {
      states.addFutureEvent(unusable.source());
    }
    deadLetters.send(record.withKey(unusable.originalKey()).withValue(unusable.value()), cause);
  }

  /** Applies an event. */
  private void apply(Record<byte[], ParsedRecord> record, ParsedRecord.Event event, boolean isNew) {
    StoreChange change = event.change();
    StoreState known = states.get(change.storeNumber());
    if (!isNew && isApplied(event, known)) {
      metrics.onDuplicate();
    } else {
      resolve(record.withValue(event.value()), change, known);
    }
  }

  /**
   * Returns whether the event is the one that was read at this offset before. That event has left a
   * state that is not older, or was a dead letter. Otherwise the topic has lost the earlier record,
   * and another event now has its offset; or the record is two events, and this is the second.
   */
  private boolean isApplied(ParsedRecord.Event event, @Nullable StoreState known) {
    return (known != null && !known.isBefore(event.change()))
        || (event.source() != null && states.hasFutureEvent(event.source()));
  }

  private void resolve(
      Record<byte[], byte @Nullable []> record, StoreChange change, @Nullable StoreState known) {
    Content content =
        Content.of(change instanceof StoreChange.Upsert upsert ? upsert.store() : null);
    Resolution resolution =
        Resolution.of(
            known, change, content.fingerprint(), () -> content.locations(options.countCells()));
    if (resolution instanceof Resolution.Accepted accepted) {
      metrics.onAccepted();
      accept(record.key(), change, content, known, accepted.next());
    } else if (resolution instanceof Resolution.Duplicate duplicate) {
      metrics.onDuplicate();
      remember(change, requireNonNull(known), duplicate.next());
    } else if (resolution instanceof Resolution.Stale) {
      metrics.onStale();
    } else {
      deadLetters.send(
          record,
          DeadLetterCause.OUT_OF_REVISIONS,
          "store %s changed more than %,d times at %s"
              .formatted(change.storeNumber(), Version.REVISIONS, change.updatedAt()));
    }
  }

  /** Remembers a duplicate, if it is later: an event between the two has to lose. */
  private void remember(StoreChange change, StoreState known, StoreVersion next) {
    boolean isLater = !next.equals(known.version());
    Origin origin = StoreState.originAfter(known, change);
    Origin latest = isLater || origin != null ? origin : known.origin();
    if (isLater || !Objects.equals(latest, known.origin())) {
      states.update(change.storeNumber(), next, latest);
    }
  }

  /** Remembers an accepted state, writes it, publishes it and counts it. */
  private void accept(
      byte[] key,
      StoreChange change,
      Content content,
      @Nullable StoreState known,
      StoreVersion next) {
    String storeNumber = change.storeNumber();
    Instant now = now();
    Version version = next.version();
    StoreVersion counted = unsent.count(known == null ? null : known.version(), next);
    long sequence =
        outbox.submit(
            new ItemWrite.StoreItem(
                new AcceptedState(new VersionedStore(storeNumber, version, content.store()), now),
                known == null));
    states.put(
        storeNumber,
        new StoreState(
            counted,
            StoreState.originAfter(known, change),
            new StoreState.LastWrite(sequence, version, now, content.bytes())));
    context.forward(
        new Record<>(
            key,
            content.store() == null ? null : content.bytes(),
            now.toEpochMilli(),
            VersionHeader.of(version)),
        ACCEPTED);
  }

  private void sendDeltas() {
    Instant now = now();
    unsent.sendIfDue(
        now,
        delta ->
            context.forward(
                new Record<>(delta.key(), delta.encode(), now.toEpochMilli()), COUNTED));
  }

  private void drainOutbox() {
    sinceDrain = 0;
    outbox.drain(this::onAcknowledged);
    applied.setFirstPending(outbox.firstPending());
  }

  private Instant now() {
    return Instant.ofEpochMilli(context.currentSystemTimeMs());
  }

  private void onAcknowledged(ItemWrite write, ItemWrite latest, WriteResult.Final result) {
    if (result instanceof WriteResult.Rejected rejected
        && write instanceof ItemWrite.StoreItem store
        && latest.version().equals(write.version())) {
      forget(store.accepted().state().storeNumber());
      deadLetters.sendRejected(store.accepted().state(), rejected.reason());
    }
  }

  /**
   * Forgets the content of a state that the table rejected: the same event published again is no
   * duplicate, and the next task must not write it again.
   */
  private void forget(String storeNumber) {
    StoreState known = states.get(storeNumber);
    if (known != null) {
      states.put(
          storeNumber, new StoreState(known.version().withoutContent(), known.origin(), null));
    }
  }

  /**
   * The content of a state, in the forms that the topology needs.
   *
   * @param store {@code null} if it is deleted
   * @param bytes the store's JSON; empty if it is deleted
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Content(@Nullable Store store, byte[] bytes) {

    static Content of(@Nullable Store store) {
      return new Content(store, store == null ? new byte[0] : StoreCodec.encode(store));
    }

    Fingerprint fingerprint() {
      return store == null ? Fingerprint.DELETED : Fingerprint.of(bytes);
    }

    String locations(boolean withCells) {
      return store == null ? StoreVersion.NOWHERE : StoreVersion.locationsOf(store, withCells);
    }
  }
}

package io.storestream.ingester.topology;

import io.storestream.ingester.outbox.OutboxEntry;
import io.storestream.ingester.outbox.PendingWrites;
import io.storestream.kafka.record.StoreVersion;
import io.storestream.model.Fingerprint;
import io.storestream.model.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The states of one task's stores, and its outbox: each state holds the last write of its store,
 * numbered in the order of acceptance. Instead of a record for each acknowledgement, the task
 * remembers the sequence before which all writes are acknowledged. So after a crash, the next task
 * also repeats writes that were acknowledged out of order, which the table takes as done.
 *
 * <p>Owned by the task's stream thread.
 */
final class StoreStates implements PendingWrites {

  private static final StoreState FUTURE_EVENT =
      new StoreState(
          new StoreVersion(Version.ZERO, Fingerprint.UNKNOWN, StoreVersion.NOWHERE, 0), null);

  private final KeyValueStore<String, StoreState> store;
  private final AppliedChanges applied;
  private final Map<String, StoreState.LastWrite> pending = new LinkedHashMap<>(); // oldest first
  private long nextSequence;

  /** Reads all states once, to find the pending writes. */
  StoreStates(KeyValueStore<String, StoreState> store, AppliedChanges applied) {
    this.store = store;
    this.applied = applied;
    long firstPending = applied.firstPending();
    nextSequence = firstPending;
    List<KeyValue<String, StoreState.LastWrite>> found = new ArrayList<>();
    try (KeyValueIterator<String, StoreState> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, StoreState> state = all.next();
        StoreState.LastWrite write = state.value.lastWrite();
        if (write != null && write.sequence() >= firstPending) {
          found.add(KeyValue.pair(state.key, write));
          nextSequence = Math.max(nextSequence, write.sequence() + 1);
        }
      }
    }
    found.sort(Comparator.comparingLong(it -> it.value.sequence()));
    found.forEach(it -> pending.put(it.key, it.value));
  }

  /** Returns the state of a key; {@code null} if there is none. */
  @Nullable StoreState get(String key) {
    return store.get(key);
  }

  /** Changes the state of a store without a write. */
  void put(String key, StoreState state) {
    store.put(key, state);
  }

  /** Changes the state of a store by a write, which is pending from now on. */
  void put(String key, StoreVersion version, OutboxEntry entry) {
    StoreState.LastWrite write = new StoreState.LastWrite(nextSequence++, entry);
    store.put(key, new StoreState(version, write));
    pending.remove(key); // a new write is the youngest
    pending.put(key, write);
  }

  /**
   * Remembers an event that became a dead letter because it was from the future when it was read.
   * When Kafka delivers it again later, its time has come; without this it would be applied. On
   * disk beside the stores, because a wrong upstream clock can produce many.
   */
  void addFutureEvent(SourceOffset offset) {
    store.put(key(offset), FUTURE_EVENT);
  }

  boolean hasFutureEvent(SourceOffset offset) {
    return store.get(key(offset)) != null;
  }

  private static String key(SourceOffset offset) {
    return StoreVersion.OTHER_KEY + offset.source() + '@' + offset.offset();
  }

  @Override
  public @Nullable OutboxEntry acknowledge(String key, Version version) {
    StoreState.LastWrite write = pending.get(key);
    if (write == null) {
      return null;
    }
    if (write.entry().version().equals(version)) {
      pending.remove(key);
    }
    return write.entry();
  }

  /** Remembers the acknowledgements since the last call. */
  void rememberAcknowledged() {
    applied.setFirstPending(
        pending.isEmpty() ? nextSequence : pending.values().iterator().next().sequence());
  }

  @Override
  public void forEach(BiConsumer<String, OutboxEntry> action) {
    pending.forEach((key, write) -> action.accept(key, write.entry()));
  }
}

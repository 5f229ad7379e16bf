package io.storestream.ingester.topology;

import io.storestream.ingester.outbox.Outbox;
import io.storestream.kafka.record.StoreVersion;
import io.storestream.model.Fingerprint;
import io.storestream.model.Version;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The states of one task's stores. Owned by the task's stream thread. */
final class StoreStates {

  private static final StoreState FUTURE_EVENT =
      new StoreState(
          new StoreVersion(Version.ZERO, Fingerprint.UNKNOWN, StoreVersion.NOWHERE, 0), null, null);

  private final KeyValueStore<String, StoreState> store;

  StoreStates(KeyValueStore<String, StoreState> store) {
    this.store = store;
  }

  /** Returns the state of a store; {@code null} if there is none. */
  @Nullable StoreState get(String storeNumber) {
    return store.get(storeNumber);
  }

  void put(String storeNumber, StoreState state) {
    store.put(storeNumber, state);
  }

  /** Reads all states, and returns the writes with this sequence or a later one. */
  List<Outbox.Pending> pending(long firstSequence) {
    List<Outbox.Pending> pending = new ArrayList<>();
    try (KeyValueIterator<String, StoreState> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, StoreState> state = all.next();
        StoreState.LastWrite write = state.value.lastWrite();
        if (write != null && write.sequence() >= firstSequence) {
          pending.add(new Outbox.Pending(write.sequence(), write.of(state.key)));
        }
      }
    }
    return pending;
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
}

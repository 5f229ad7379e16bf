package io.storestream.ingester.topology;

import io.storestream.kafka.record.StoreVersion;
import io.storestream.model.Fingerprint;
import io.storestream.model.Version;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The states of one task's stores. Owned by the task's stream thread. */
final class StoreStates {

  private static final StoreState FUTURE_EVENT =
      new StoreState(
          StoreVersion.uncounted(Version.ZERO, Fingerprint.UNKNOWN, StoreVersion.NOWHERE),
          null,
          null);

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

  /** Reads all states, those of future events included. */
  void forEach(BiConsumer<String, StoreState> action) {
    try (KeyValueIterator<String, StoreState> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, StoreState> state = all.next();
        action.accept(state.key, state.value);
      }
    }
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

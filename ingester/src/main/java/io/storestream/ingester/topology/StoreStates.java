package io.storestream.ingester.topology;

import static java.util.Objects.requireNonNull;

import io.storestream.ingester.memory.CachedStates;
import io.storestream.kafka.record.StoreVersion;
import io.storestream.model.Fingerprint;
import io.storestream.model.Version;
import io.storestream.model.event.Origin;
import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The states of one task's stores. Owned by the task's stream thread. */
final class StoreStates {

  private static final StoreState FUTURE_EVENT =
      new StoreState(
          StoreVersion.uncounted(Version.ZERO, Fingerprint.UNKNOWN, StoreVersion.NOWHERE),
          null,
          null);

  private final CachedStates<StoreState> states;

  /**
   * @param store as in {@link CachedStates}
   * @param cacheBytes of the heap, about, for states without their last writes
   */
  StoreStates(KeyValueStore<String, StoreState> store, long cacheBytes) {
    states =
        new CachedStates<>(
            store,
            key -> key.charAt(0) != StoreVersion.OTHER_KEY,
            cacheBytes,
            state -> state.withoutWrite().toBytes(),
            bytes -> StoreState.readFrom(ByteBuffer.wrap(bytes)));
  }

  /** Reads all states, those of future events included, and caches those of stores. */
  void load(BiConsumer<String, StoreState> action) {
    states.load(action);
  }

  /** Returns the state of a store without its last write; {@code null} if there is none. */
  @Nullable StoreState get(String storeNumber) {
    StoreState state = states.get(storeNumber);
    return state == null ? null : state.withoutWrite();
  }

  void put(String storeNumber, StoreState state) {
    states.put(storeNumber, state);
  }

  /** Replaces what is known of a store that has a state; its last write stays. */
  void update(String storeNumber, StoreVersion version, @Nullable Origin origin) {
    StoreState state = requireNonNull(states.getStored(storeNumber));
    put(storeNumber, new StoreState(version, origin, state.lastWrite()));
  }

  /**
   * Remembers an event that became a dead letter because it was from the future when it was read.
   * When Kafka delivers it again later, its time has come; without this it would be applied. On
   * disk beside the stores, because a wrong upstream clock can produce many.
   */
  void addFutureEvent(SourceOffset offset) {
    states.put(key(offset), FUTURE_EVENT);
  }

  boolean hasFutureEvent(SourceOffset offset) {
    return states.getStored(key(offset)) != null;
  }

  private static String key(SourceOffset offset) {
    return StoreVersion.OTHER_KEY + offset.source() + '@' + offset.offset();
  }
}

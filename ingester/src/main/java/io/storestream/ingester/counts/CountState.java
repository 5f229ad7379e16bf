package io.storestream.ingester.counts;

import io.storestream.kafka.record.CountEntry;
import io.storestream.kafka.record.LocationDelta;
import io.storestream.kafka.record.RunningCount;
import io.storestream.model.Location;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The state store of one task's counts: the count of each location, and the sequence up to which
 * the deltas of each source are applied to each country. Both are in one state store, so that a
 * reader of its changelog sees both as of the same transaction. Owned by the task's stream thread.
 */
final class CountState {

  private final KeyValueStore<String, RunningCount> state;

  CountState(KeyValueStore<String, RunningCount> state) {
    this.state = state;
  }

  /** Returns the count of a location; {@code null} if it never had a store. */
  @Nullable RunningCount get(Location location) {
    return state.get(location.path());
  }

  void put(Location location, RunningCount count) {
    state.put(location.path(), count);
  }

  /**
   * Remembers that a delta is applied.
   *
   * @return whether it is applied for the first time
   */
  boolean add(LocationDelta delta) {
    String key = CountEntry.Applied.keyOf(delta);
    RunningCount last = state.get(key);
    if (last != null && last.count() >= delta.sequence()) {
      return false;
    }
    state.put(key, RunningCount.ofSequence(delta.sequence()));
    return true;
  }
}

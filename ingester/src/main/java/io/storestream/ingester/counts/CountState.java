package io.storestream.ingester.counts;

import io.storestream.dynamodb.request.ItemWrite;
import io.storestream.ingester.memory.CachedStates;
import io.storestream.ingester.outbox.Outbox;
import io.storestream.kafka.record.CountEntry;
import io.storestream.kafka.record.LocationDelta;
import io.storestream.kafka.record.RunningCount;
import io.storestream.kafka.record.StateSerdes;
import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The state store of one task's counts: the count of each location, the sequence up to which the
 * deltas of each source are applied to each root, and the first pending write. All are in one state
 * store, so that a reader of its changelog sees them as of the same transaction. Owned by the
 * task's stream thread.
 */
final class CountState {

  private static final Serde<RunningCount> SERDE = StateSerdes.runningCount();

  private final CachedStates<RunningCount> state;

  /** Takes the arguments of {@link CachedStates}. */
  CountState(KeyValueStore<String, RunningCount> store, long cacheBytes) {
    state =
        new CachedStates<>(
            store,
            key -> true,
            cacheBytes,
            count -> SERDE.serializer().serialize("", count),
            bytes -> SERDE.deserializer().deserialize("", bytes));
  }

  /** Returns the count of a location; {@code null} if it never had a store. */
  @Nullable RunningCount get(Location location) {
    return state.get(location.path());
  }

  void put(Location location, RunningCount count) {
    state.put(location.path(), count);
  }

  /** Reads all counts, and returns the writes that are not acknowledged. */
  List<Outbox.Pending> load(Instant now) {
    long first = firstPending();
    List<Outbox.Pending> pending = new ArrayList<>();
    state.load(
        (key, count) -> {
          if (CountEntry.isCount(key) && count.sequence() >= first) {
            pending.add(
                new Outbox.Pending(
                    count.sequence(), write(Location.parse(key), count, now, false)));
          }
        });
    return pending;
  }

  /**
   * Returns the write of a count.
   *
   * @param changedAt not later than now; the clock that made the version may have been ahead
   * @param isNew whether the location has no earlier count
   */
  static ItemWrite.CountItem write(
      Location location, RunningCount count, Instant changedAt, boolean isNew) {
    return new ItemWrite.CountItem(
        new LocationCount(location, Math.max(0, count.count()), count.version()), changedAt, isNew);
  }

  /** Returns the sequence before which all writes are acknowledged: {@link Outbox#firstPending}. */
  long firstPending() {
    RunningCount first = state.get(CountEntry.FirstPending.KEY);
    return first == null ? Outbox.FIRST_SEQUENCE : first.count();
  }

  void setFirstPending(long sequence) {
    if (sequence != firstPending()) {
      state.put(CountEntry.FirstPending.KEY, RunningCount.ofSequence(sequence));
    }
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

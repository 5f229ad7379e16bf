package io.storestream.ingester;

import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The counts of the countries of one task, and for each country how far the deltas of each source
 * are applied. Both are in one state store, so that whoever reads its changelog sees both as of the
 * same transaction. Owned by the task's stream thread.
 */
public final class CountState {

  /** Begins the keys of what is applied; no path contains it. */
  private static final char APPLIED = '\n';

  private final KeyValueStore<String, RunningCount> state;

  CountState(KeyValueStore<String, RunningCount> state) {
    this.state = state;
  }

  /** Returns the count of a place; {@code null} if it has never had a store. */
  @Nullable RunningCount get(String path) {
    return state.get(path);
  }

  void put(String path, RunningCount count) {
    state.put(path, count);
  }

  /**
   * Remembers that a delta is applied.
   *
   * @return whether it is applied for the first time
   */
  boolean add(LocationDelta delta) {
    String key = new AppliedDeltas(delta.country(), delta.source()).toKey();
    RunningCount last = state.get(key);
    if (last != null && last.count() >= delta.sequence()) {
      return false;
    }
    state.put(key, RunningCount.ofSequence(delta.sequence()));
    return true;
  }

  /** Of which deltas an entry of the state says how far they are applied. */
  public record AppliedDeltas(String country, String source) {

    /** Returns what a key is about; nothing if it is the path of a place. */
    public static Optional<AppliedDeltas> ofKey(String key) {
      if (key.isEmpty() || key.charAt(0) != APPLIED) {
        return Optional.empty();
      }
      int end = key.indexOf(APPLIED, 1);
      return Optional.of(new AppliedDeltas(key.substring(1, end), key.substring(end + 1)));
    }

    String toKey() {
      return APPLIED + country + APPLIED + source;
    }
  }
}

package io.storestream.producer.live;

import io.storestream.model.Fingerprint;
import io.storestream.model.Version;
import io.storestream.model.event.StoreChange;
import io.storestream.model.event.StoreCodec;
import java.time.Instant;

/**
 * One store in a dry run: what the topic has of it, and what it would have after the events. Takes
 * about 64 bytes of memory. Not thread-safe.
 */
final class KnownStore {

  /** What the events would do with a store, in the order of the report. */
  enum Effect {
    NEW,
    CHANGED,
    /** All its events are without effect, or there is none. */
    UNCHANGED,
    CLOSED,
    /** An event is older than what the topic has, and no other has an effect. */
    STALE
  }

  private static final long NEVER = -1;

  private Fingerprint before = Fingerprint.DELETED;
  private Fingerprint after = Fingerprint.DELETED;
  private long nanos = NEVER;
  private boolean isStale;
  private boolean isTouched;

  /** Takes over a record of the topic, unless it has a newer one. */
  void sawRecord(Version version, Fingerprint content) {
    // A store has records in two partitions if partitions were added.
    if (version.nanos() >= nanos) {
      nanos = version.nanos();
      before = content;
      after = content;
    }
  }

  /**
   * Takes over an event as an ingester would: the last write wins.
   *
   * @return false if the event is stale
   */
  boolean accept(StoreChange change) {
    isTouched = true;
    long at = Version.firstAt(change.updatedAt()).nanos();
    if (at < nanos) {
      isStale = true;
      return false;
    }
    nanos = at;
    after =
        change instanceof StoreChange.Upsert upsert
            ? Fingerprint.of(StoreCodec.encode(upsert.store()))
            : Fingerprint.DELETED;
    return true;
  }

  /** Returns whether an event was about this store. */
  boolean isTouched() {
    return isTouched;
  }

  /** Returns what the events would do. */
  Effect effect() {
    if (after.equals(before)) {
      return isStale ? Effect.STALE : Effect.UNCHANGED;
    }
    if (before.equals(Fingerprint.DELETED)) {
      return Effect.NEW;
    }
    return after.equals(Fingerprint.DELETED) ? Effect.CLOSED : Effect.CHANGED;
  }

  /** Returns the time of the newest state. */
  Instant updatedAt() {
    return Instant.ofEpochSecond(0, nanos);
  }
}

package io.storestream.maintenance.verify.state;

import io.storestream.dynamodb.item.StoreItems;
import io.storestream.kafka.record.StoreVersion;
import io.storestream.model.Fingerprint;
import io.storestream.model.Version;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the topic and the table have of one store. There may be ten million of these: so it is flat,
 * 88 bytes, and holds fingerprints instead of contents. Not thread-safe.
 */
public final class StoreComparison {

  /** In place of a version's nanoseconds: the topic or the table does not have the store. */
  private static final long NONE = Long.MIN_VALUE;

  /** In place of a version's nanoseconds: the item has no version, or one that can't be. */
  private static final long NO_VERSION = -1;

  private long topicNanos = NONE;
  private int topicRevision;
  private long acceptedAtMs;
  private long topicHigh;
  private long topicLow;
  private String locations = StoreVersion.NOWHERE;
  private String countedLocations = StoreVersion.NOWHERE;
  private boolean deleted;
  private boolean unreadable;

  private long itemNanos = NONE;
  private int itemRevision;
  private long itemHigh;
  private long itemLow;
  private boolean tombstone;

  private boolean candidate;
  private boolean outdated;

  /**
   * Takes the state of a record, unless a newer one is known: a record that was published again, or
   * that is in a partition where it no longer belongs, may come late.
   */
  public void sawRecord(TopicState state) {
    unreadable = false;
    outdated = false;
    if (!isLate(state)) {
      setTopicVersion(state.version());
      acceptedAtMs = state.acceptedAt().toEpochMilli();
      locations = state.locations();
      deleted = state.deleted();
      topicHigh = state.item().high();
      topicLow = state.item().low();
    }
  }

  /**
   * Takes only the locations of the store, under the same condition as {@link #sawRecord}. The
   * topic's state of a candidate stays, as it is still to be compared, and is outdated.
   *
   * @return where it was
   */
  public String moveTo(TopicState state) {
    String before = locations;
    if (!isLate(state)) {
      locations = state.locations();
      if (candidate) {
        outdated = true;
      } else if (isInTopic()) {
        setTopicVersion(state.version());
      }
    }
    return before;
  }

  /** Says that the topic has a newer record of this store than the one that is compared here. */
  public void outdate() {
    outdated = true;
  }

  /** Returns whether the topic has a newer record: an item that differs may be right by now. */
  public boolean isOutdated() {
    return outdated;
  }

  /** Returns where the topic has the store: {@link TopicState#locations}. */
  public String locations() {
    return locations;
  }

  /**
   * Takes where the application has counted the store: {@link StoreVersion#locations}.
   *
   * @return where it had counted it before
   */
  public String countIn(String now) {
    String before = countedLocations;
    countedLocations = now;
    return before;
  }

  /** Says that the store's latest record so far can't be read. */
  public void sawUnreadableRecord() {
    unreadable = true;
  }

  /** Takes what the table has now: a state, or no item. */
  public void sawItem(@Nullable ItemState state) {
    Version version = state == null ? null : state.version();
    itemNanos = version != null ? version.nanos() : state == null ? NONE : NO_VERSION;
    itemRevision = version == null ? 0 : version.revision();
    tombstone = state != null && state.tombstone();
    itemHigh = state == null ? 0 : state.item().high();
    itemLow = state == null ? 0 : state.item().low();
  }

  private boolean isLate(TopicState state) {
    int order = compareToTopic(state.version().nanos(), state.version().revision());
    return order < 0 || (order == 0 && state.acceptedAt().toEpochMilli() < acceptedAtMs);
  }

  /** Returns whether this is the state of the topic that is compared here. */
  public boolean isFrom(TopicState state) {
    return compareToTopic(state.version().nanos(), state.version().revision()) == 0
        && state.acceptedAt().toEpochMilli() == acceptedAtMs
        && state.item().equals(new Fingerprint(topicHigh, topicLow));
  }

  /** Returns whether this state is newer than the topic's state here. */
  public boolean isOlderThan(TopicState state) {
    return compareToTopic(state.version().nanos(), state.version().revision()) > 0;
  }

  /** Returns whether the item is the same as when it was seen. */
  public boolean isUnchanged(@Nullable ItemState now) {
    return now == null
        ? !isInTable()
        : isInTable() && now.item().equals(new Fingerprint(itemHigh, itemLow));
  }

  public boolean isInTopic() {
    return topicNanos != NONE;
  }

  public boolean isInTable() {
    return itemNanos != NONE;
  }

  /**
   * Returns whether it is unknown what the item should be, as the store's latest record can't be
   * read.
   */
  public boolean isUnreadable() {
    return unreadable;
  }

  public boolean isDeleted() {
    return deleted;
  }

  /** Returns the topic's version, or {@code null} if the topic does not have the store. */
  public @Nullable Version topicVersion() {
    return isInTopic() ? new Version(topicNanos, topicRevision) : null;
  }

  /** Returns the item's version, or {@code null} if there is no item or it has none. */
  public @Nullable Version itemVersion() {
    return itemNanos < 0 ? null : new Version(itemNanos, itemRevision);
  }

  /** Returns whether the item has a newer version than the topic. */
  public boolean isItemNewer() {
    return compareToTopic(itemNanos, itemRevision) > 0;
  }

  public Instant acceptedAt() {
    return Instant.ofEpochMilli(acceptedAtMs);
  }

  /** Returns whether the item is still to be checked, or in the end, whether it differs. */
  public boolean isCandidate() {
    return candidate;
  }

  public void markCandidate(boolean isCandidate) {
    candidate = isCandidate;
  }

  /** Returns whether topic and table have the store, and the item has the record's content. */
  public boolean isEqual() {
    return isInTopic() && isInTable() && topicHigh == itemHigh && topicLow == itemLow;
  }

  /**
   * Returns how the table differs from the topic; nothing if it is right.
   *
   * @param now decides which tombstones have expired
   */
  public Optional<DifferenceKind> difference(Instant now) {
    if (unreadable || isEqual()) {
      return Optional.empty();
    }
    if (!isInTopic()) {
      // A compacted topic no longer has the tombstones of stores that were deleted long ago.
      return isInTable() && !tombstone ? Optional.of(DifferenceKind.EXTRA) : Optional.empty();
    }
    if (!isInTable()) {
      boolean expired = deleted && !StoreItems.expiryOf(acceptedAt()).isAfter(now);
      return expired ? Optional.empty() : Optional.of(DifferenceKind.MISSING);
    }
    boolean stale = itemNanos != NO_VERSION && compareToTopic(itemNanos, itemRevision) < 0;
    return Optional.of(stale ? DifferenceKind.STALE : DifferenceKind.DIFFERENT);
  }

  private void setTopicVersion(Version version) {
    topicNanos = version.nanos();
    topicRevision = version.revision();
  }

  /** Orders as {@link Version} does, without making one. */
  private int compareToTopic(long nanos, int revision) {
    int byTime = Long.compare(nanos, topicNanos);
    return byTime != 0 ? byTime : Integer.compare(revision, topicRevision);
  }
}

package io.storestream.maintenance.verify.state;

import io.storestream.dynamodb.item.StoreItems;
import io.storestream.model.Fingerprint;
import io.storestream.model.Version;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What both sides, topic and table, say of one store. There may be ten millions of these: so it is
 * flat, 88 bytes, and holds fingerprints for contents. Not thread-safe.
 */
public final class Sides {

  /** In place of a version's nanoseconds: the side does not have the store. */
  private static final long NONE = Long.MIN_VALUE;

  /** In place of a version's nanoseconds: the item has no version, or one that can't be. */
  private static final long NO_VERSION = -1;

  private long topicNanos = NONE;
  private int topicRevision;
  private long acceptedAtMs;
  private long topicHigh;
  private long topicLow;
  private String city = "";
  private String countedCity = "";
  private boolean deleted;
  private boolean unreadable;

  private long itemNanos = NONE;
  private int itemRevision;
  private long itemHigh;
  private long itemLow;
  private boolean tombstone;

  private boolean suspect;
  private boolean overtaken;

  /**
   * Takes what a record says, unless a newer one is known: a record that was published again, or
   * that stands in a partition where it no longer belongs, may come late.
   */
  public void sawRecord(TopicState state) {
    unreadable = false;
    overtaken = false;
    if (!isOlder(state)) {
      setTopicVersion(state.version());
      acceptedAtMs = state.acceptedAt().toEpochMilli();
      city = state.city();
      deleted = state.deleted();
      topicHigh = state.item().high();
      topicLow = state.item().low();
    }
  }

  /**
   * Takes only where the store is, under the same condition as {@link #sawRecord}. What the topic's
   * side says of a suspect stays, as it is still to be compared, and is overtaken.
   *
   * @return where it was
   */
  public String moveTo(TopicState state) {
    String before = city;
    if (!isOlder(state)) {
      city = state.city();
      if (suspect) {
        overtaken = true;
      } else if (isInTopic()) {
        setTopicVersion(state.version());
      }
    }
    return before;
  }

  /** Says that the topic has more of this store than its side here. */
  public void overtake() {
    overtaken = true;
  }

  /** Returns whether the topic's side is old: what is to be mended by it may be right by now. */
  public boolean isOvertaken() {
    return overtaken;
  }

  /** Returns where the topic says that the store is, empty if nowhere. */
  public String city() {
    return city;
  }

  /**
   * Takes where the application has counted the store, empty if nowhere.
   *
   * @return where it had counted it before
   */
  public String countIn(String now) {
    String before = countedCity;
    countedCity = now;
    return before;
  }

  /** Says that the store's latest record so far can't be read. */
  public void sawUnreadableRecord() {
    unreadable = true;
  }

  /** Takes what the table says now: a state, or that there is no item. */
  public void sawItem(@Nullable ItemState state) {
    Version version = state == null ? null : state.version();
    itemNanos = version != null ? version.nanos() : state == null ? NONE : NO_VERSION;
    itemRevision = version == null ? 0 : version.revision();
    tombstone = state != null && state.tombstone();
    itemHigh = state == null ? 0 : state.item().high();
    itemLow = state == null ? 0 : state.item().low();
  }

  private boolean isOlder(TopicState state) {
    int order = compareToTopic(state.version().nanos(), state.version().revision());
    return order < 0 || (order == 0 && state.acceptedAt().toEpochMilli() < acceptedAtMs);
  }

  /** Returns whether a record of this state is the one that the topic's side is from. */
  public boolean isFrom(TopicState state) {
    return compareToTopic(state.version().nanos(), state.version().revision()) == 0
        && state.acceptedAt().toEpochMilli() == acceptedAtMs
        && state.item().equals(new Fingerprint(topicHigh, topicLow));
  }

  /** Returns whether this record says something newer than the topic's side. */
  public boolean isOvertakenBy(TopicState state) {
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
   * Returns whether nobody can tell what the item should be, as the store's latest record can't be
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

  /** Returns whether the item is still to be looked at, or in the end, whether it differs. */
  public boolean isSuspect() {
    return suspect;
  }

  public void suspect(boolean isSuspect) {
    suspect = isSuspect;
  }

  /** Returns whether both sides have the store, and the item is what the record says. */
  public boolean isEqual() {
    return isInTopic() && isInTable() && topicHigh == itemHigh && topicLow == itemLow;
  }

  /**
   * Returns how the sides differ; nothing if the table is right.
   *
   * @param now decides which tombstones have expired
   */
  public Optional<DifferenceKind> difference(Instant now) {
    if (unreadable || isEqual()) {
      return Optional.empty();
    }
    if (!isInTopic()) {
      // Once it is compacted, the topic no longer says of a deleted store that it is deleted.
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

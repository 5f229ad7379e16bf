package io.storestream.testing.workload;

/** The kind of a change, relative to its store when it is published, and its frequency. */
enum ChangeKind {
  /** New content at a newer time. */
  NEW_CONTENT(30),

  /** The newest event of the store again, byte for byte. */
  REPEATED_EVENT(10),

  /** The known content, spelled differently and at a newer time. */
  REPEATED_CONTENT(10),

  /** Other content, or a deletion, at an older time. */
  STALE(10),

  /** Other content, or a deletion, at the very same time. */
  REVISION(8),

  /** Other content, or a deletion, less than a millisecond later. */
  MOMENT_LATER(8),

  /** A {@code DELETE} event at a newer time. */
  DELETE(5),

  /** A record without a value, which deletes at its timestamp. */
  NULL_VALUE(4),

  /** A deleted store at a newer time, with its old content or with new content. */
  REOPENING(14),

  /** Content for a deleted store, at a time before its deletion. */
  LATE_UPSERT(8),

  /** New content in an event without a time, so that the record's timestamp counts. */
  UNDATED(8),

  /** A value that cannot be parsed as an event. */
  UNPARSABLE(1);

  private final int weight;

  ChangeKind(int weight) {
    this.weight = weight;
  }

  /** Returns the weight, relative to the other kinds that apply to the store. */
  int weight() {
    return weight;
  }

  /** Returns whether the kind applies to a store of this presence. */
  boolean appliesTo(Presence presence) {
    return switch (this) {
      case NEW_CONTENT, DELETE -> presence != Presence.DELETED;
      case REPEATED_EVENT, REPEATED_CONTENT, REVISION, MOMENT_LATER -> presence != Presence.UNKNOWN;
      case STALE -> presence == Presence.OPEN;
      case REOPENING, LATE_UPSERT -> presence == Presence.DELETED;
      case NULL_VALUE, UNDATED, UNPARSABLE -> true;
    };
  }

  /** The state of a store after its previous events. */
  enum Presence {
    UNKNOWN,
    OPEN,
    DELETED
  }
}

package io.storestream.testing.workload;

/** What a change is to its store when it is published, and how often such a change comes. */
enum ChangeKind {
  /** New content at a newer time. */
  NEW_CONTENT(30),

  /** The store's newest event once more, byte for byte. */
  REPEATED_EVENT(10),

  /** What is known already, spelled differently and at a newer time. */
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

  /** A deleted store is there again at a newer time: as it was, or with new content. */
  REOPENING(14),

  /** Content of a deleted store at an older time than its deletion. */
  LATE_UPSERT(8),

  /** New content in an event without a time, so that the record's timestamp counts. */
  UNDATED(8),

  /** Nothing that could be read as an event. */
  UNPARSABLE(1);

  private final int weight;

  ChangeKind(int weight) {
    this.weight = weight;
  }

  /** Returns the share, beside the weights of the other kinds that apply to the store. */
  int weight() {
    return weight;
  }

  /** Returns whether a store of this presence can have such a change. */
  boolean appliesTo(Presence presence) {
    return switch (this) {
      case NEW_CONTENT, DELETE -> presence != Presence.DELETED;
      case REPEATED_EVENT, REPEATED_CONTENT, REVISION, MOMENT_LATER -> presence != Presence.UNKNOWN;
      case STALE -> presence == Presence.OPEN;
      case REOPENING, LATE_UPSERT -> presence == Presence.DELETED;
      case NULL_VALUE, UNDATED, UNPARSABLE -> true;
    };
  }

  /** What the events before have made of a store. */
  enum Presence {
    UNKNOWN,
    OPEN,
    DELETED
  }
}

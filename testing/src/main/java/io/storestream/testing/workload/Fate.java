package io.storestream.testing.workload;

/** The expected outcome of an event. */
public enum Fate {
  ACCEPTED("accepted"),
  DUPLICATE("duplicate"),
  STALE("stale"),
  DEAD_LETTERED("dead-lettered");

  private final String tag;

  Fate(String tag) {
    this.tag = tag;
  }

  /** Returns the tag {@code fate} of the ingester's counter {@code storestream.events}. */
  public String tag() {
    return tag;
  }
}

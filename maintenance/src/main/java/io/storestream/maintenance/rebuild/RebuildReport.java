package io.storestream.maintenance.rebuild;

import io.storestream.cli.Summary;
import java.time.Duration;

/**
 * What a rebuild has done.
 *
 * @param stores records of topic {@code stores}
 * @param counts records of topic {@code location-counts}
 */
public record RebuildReport(Records stores, Records counts, Duration elapsed) {

  /**
   * What has become of the records of one topic.
   *
   * @param read a part of the topic may have been read twice
   * @param unreadable records that no ingester wrote
   * @param written states or counts that DynamoDB acknowledged
   * @param newerInTable those that the table did not need, as it had a newer one
   * @param rejected those that DynamoDB can never take
   * @param misplaced records in partitions where their keys no longer belong
   * @param requests write requests
   */
  public record Records(
      long read,
      long unreadable,
      long written,
      long newerInTable,
      long rejected,
      long misplaced,
      long requests) {

    /** Returns how many a newer record of the same key replaced before they were sent. */
    public long overtaken() {
      return read - unreadable - written - newerInTable - rejected;
    }
  }

  /** Returns how many records of both topics no ingester wrote. */
  public long unreadable() {
    return stores.unreadable() + counts.unreadable();
  }

  /** Returns how many write requests the rebuild sent. */
  public long writeRequests() {
    return stores.requests() + counts.requests();
  }

  private long rejected() {
    return stores.rejected() + counts.rejected();
  }

  /** Returns whether all that was read is in the table, or newer there. */
  public boolean isComplete() {
    return unreadable() == 0 && rejected() == 0;
  }

  /** Returns the figures by their stable names. */
  Summary toSummary() {
    return new Summary()
        .add("records read", stores.read())
        .add("records unreadable", unreadable())
        .add("records overtaken", stores.overtaken())
        .add("stores written", stores.written())
        .add("newer in table", stores.newerInTable())
        .add("items rejected", rejected())
        .add("counts read", counts.read())
        .add("counts written", counts.written())
        .add("write requests", writeRequests())
        .addSeconds("seconds", elapsed);
  }
}

package io.storestream.maintenance.rebuild;

import io.storestream.cli.Summary;
import java.time.Duration;

/**
 * What a rebuild has done.
 *
 * @param recordsRead of topic {@code stores}; a part of it may have been read twice
 * @param unreadable records of both topics that no ingester wrote
 * @param overtaken states that a newer state of the same store replaced before they were sent
 * @param storesWritten states that DynamoDB acknowledged
 * @param newerInTable states that the table did not need, as it had a newer one
 * @param rejected states and counts that DynamoDB can never take
 * @param misplaced records of topic {@code stores} in partitions where their keys no longer belong
 * @param countsRead of topic {@code location-counts}
 * @param countsWritten counts that DynamoDB acknowledged
 */
public record RebuildReport(
    long recordsRead,
    long unreadable,
    long overtaken,
    long storesWritten,
    long newerInTable,
    long rejected,
    long misplaced,
    long countsRead,
    long countsWritten,
    long writeRequests,
    Duration elapsed) {

  /** Returns whether all that was read is in the table, or newer there. */
  public boolean isComplete() {
    return unreadable == 0 && rejected == 0;
  }

  /** Returns the figures by their stable names. */
  Summary toSummary() {
    return new Summary()
        .add("records read", recordsRead)
        .add("records unreadable", unreadable)
        .add("records overtaken", overtaken)
        .add("stores written", storesWritten)
        .add("newer in table", newerInTable)
        .add("items rejected", rejected)
        .add("counts read", countsRead)
        .add("counts written", countsWritten)
        .add("write requests", writeRequests)
        .addSeconds("seconds", elapsed);
  }
}

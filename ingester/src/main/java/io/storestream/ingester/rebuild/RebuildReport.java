package io.storestream.ingester.rebuild;

import io.storestream.cli.Summary;
import java.time.Duration;

/**
 * What a rebuild has done.
 *
 * @param recordsRead of the topic; a part of it may have been read twice
 * @param unreadable records that no ingester wrote
 * @param storesWritten states that DynamoDB acknowledged
 * @param newerInTable states that were not needed, as the table had a newer one
 * @param rejected states that DynamoDB can never take
 * @param misplaced records in partitions where their keys no longer belong
 */
public record RebuildReport(
    long recordsRead,
    long unreadable,
    long storesWritten,
    long newerInTable,
    long rejected,
    long misplaced,
    long writeRequests,
    Duration elapsed) {

  /** Returns how many states were not sent, as a newer one of the same store came in before. */
  public long overtaken() {
    return recordsRead - unreadable - storesWritten - newerInTable - rejected;
  }

  /** Returns whether all that was read is in the table, or newer there. */
  public boolean isComplete() {
    return unreadable == 0 && rejected == 0;
  }

  /** Returns the figures by their stable names. */
  Summary toSummary() {
    return new Summary()
        .add("records read", recordsRead)
        .add("records unreadable", unreadable)
        .add("records overtaken", overtaken())
        .add("stores written", storesWritten)
        .add("newer in table", newerInTable)
        .add("stores rejected", rejected)
        .add("write requests", writeRequests)
        .addSeconds("seconds", elapsed);
  }
}

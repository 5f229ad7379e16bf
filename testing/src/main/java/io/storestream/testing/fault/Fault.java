package io.storestream.testing.fault;

import java.util.Set;

/** What can happen to one write request between its client and DynamoDB. */
public enum Fault {
  /** Answered with {@code ProvisionedThroughputExceededException}; nothing is written. */
  THROTTLED,

  /** Answered with {@code InternalServerError}; nothing is written. */
  FAILED,

  /**
   * At least one item of a {@code BatchWriteItem} is returned as unprocessed; the others are
   * written. A {@code PutItem} has no unprocessed items and is forwarded.
   */
  UNPROCESSED,

  /**
   * Answered late, usually after the client has given up. Half of these requests are written at
   * once; the others are never written and are answered with {@code InternalServerError}.
   */
  DELAYED,

  /**
   * Written late, usually after the client has given up, has written a newer state or has ended.
   */
  LATE,

  /** The connection is reset; nothing is written. */
  RESET,

  /** Written; then the connection is reset in place of the answer. */
  LOST;

  /** The faults that a {@code PutItem} can meet: it has no unprocessed items. */
  public static final Set<Fault> OF_PUTS = Set.of(THROTTLED, FAILED, DELAYED, LATE, RESET, LOST);
}

package io.storestream.testing.fault;

/** What can happen to one write request between its client and DynamoDB. */
public enum Fault {
  /** Answered with {@code ProvisionedThroughputExceededException}; nothing is written. */
  THROTTLED,

  /** Answered with {@code InternalServerError}; nothing is written. */
  FAILED,

  /**
   * Answered with status 200; at least one statement has an error, throttled or internal, and is
   * not executed. The others are. Of a {@code BatchWriteItem}, at least one item is unprocessed.
   */
  PARTLY_REFUSED,

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
  LOST
}

package io.storestream.testing.fault;

import java.util.Set;

/** What can happen to one write request on its way to DynamoDB and back. */
public enum Fault {
  /** Answered with {@code ProvisionedThroughputExceededException}; nothing is written. */
  THROTTLED,

  /** Answered with {@code InternalServerError}; nothing is written. */
  FAILED,

  /**
   * Some items of a {@code BatchWriteItem}, at least one, come back as unprocessed, the others are
   * written. A {@code PutItem} knows no such thing and is passed on.
   */
  UNPROCESSED,

  /**
   * Answered late: as a rule after the client has given up. Half of these requests were written at
   * once; the other half are never written, and answered with {@code InternalServerError}.
   */
  DELAYED,

  /**
   * Written late: as a rule after the client has given up, has written something newer or is gone.
   */
  LATE,

  /** The connection is reset; nothing is written. */
  RESET,

  /** Written; then the connection is reset in place of the answer. */
  LOST;

  /** Those that a {@code PutItem} can meet: it has nothing that could be left unprocessed. */
  public static final Set<Fault> OF_PUTS = Set.of(THROTTLED, FAILED, DELAYED, LATE, RESET, LOST);
}

package io.storestream.dynamodb.request;

import io.storestream.model.Version;

/** The result of writing one item. */
public sealed interface WriteResult {

  /** The writer is done with this version of the item, and acknowledges it to the session. */
  sealed interface Final extends WriteResult {}

  /** The writer sends the item again later. */
  sealed interface Retryable extends WriteResult {}

  /** The table holds this version. */
  record Written() implements Final {}

  /**
   * The table holds a newer version already and is unchanged.
   *
   * @param held the version in the table, if the table returns it; else the version of the write
   */
  record Superseded(Version held) implements Final {}

  /**
   * DynamoDB can never take this item.
   *
   * @param reason DynamoDB's message
   */
  record Rejected(String reason) implements Final {}

  /** The item to be inserted exists. The writer updates it next. */
  record Exists() implements Retryable {}

  /** The item to be updated does not exist. The writer inserts it next. */
  record Missing() implements Retryable {}

  /** The request rate exceeds the table's capacity. */
  record Throttled(String reason) implements Retryable {}

  /** The table did not answer in time, and may write the item yet. */
  record TimedOut(String reason) implements Retryable {}

  /** It is unknown whether the item was written, or it can't be written now. */
  record Unavailable(String reason) implements Retryable {}
}

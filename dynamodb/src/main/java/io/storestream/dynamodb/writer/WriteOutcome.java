package io.storestream.dynamodb.writer;

import io.storestream.model.Version;

/** What a request did to one item. */
sealed interface WriteOutcome {

  /** The table holds it. */
  record Written() implements WriteOutcome {}

  /** The table holds a newer version, {@code held}. */
  record Superseded(Version held) implements WriteOutcome {}

  /** Too much was asked of the table: try again later, and ask less. */
  record Throttled(String reason) implements WriteOutcome {}

  /** Nobody knows whether the write happened, or it can't happen now: try again later. */
  record Unavailable(String reason) implements WriteOutcome {}

  /** The request is at fault, so trying it again as it is leads nowhere. */
  record Rejected(String reason) implements WriteOutcome {}
}

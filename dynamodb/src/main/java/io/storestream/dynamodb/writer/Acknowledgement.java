package io.storestream.dynamodb.writer;

import io.storestream.model.Version;

/** What became of a write; after it the writer knows nothing of that version any more. */
public sealed interface Acknowledgement {

  /** Returns the key of what was written. */
  String key();

  /** Returns which version of it. */
  Version version();

  /** The table holds this version. */
  record Written(String key, Version version) implements Acknowledgement {}

  /**
   * The table holds a newer version already, and was left as it is.
   *
   * @param held which one, as far as the table says so: at least {@code version}
   */
  record Superseded(String key, Version version, Version held) implements Acknowledgement {}

  /**
   * DynamoDB can never take this item.
   *
   * @param reason what DynamoDB says, for people
   */
  record Rejected(String key, Version version, String reason) implements Acknowledgement {}
}

package io.storestream.ingester.writer;

import io.storestream.model.Version;

/** What became of a write; after it the writer knows nothing of that version any more. */
public sealed interface Acknowledgement {

  /** Returns which store was written. */
  String storeNumber();

  /** Returns which of its versions. */
  Version version();

  /** The table holds this version. */
  record Written(String storeNumber, Version version) implements Acknowledgement {}

  /** The table holds a newer version already, so this one is not needed. */
  record Superseded(String storeNumber, Version version) implements Acknowledgement {}

  /**
   * DynamoDB can never take this item.
   *
   * @param reason what DynamoDB says, for people
   */
  record Rejected(String storeNumber, Version version, String reason) implements Acknowledgement {}
}

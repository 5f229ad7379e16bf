package io.storestream.dynamodb.writer;

import io.storestream.model.Version;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a table should hold from a version on. */
public interface ItemWrite {

  /** Returns what tells the item from others of its table. */
  String key();

  /** Returns the item's version. */
  Version version();

  /** Returns since when the table should hold it. */
  Instant acceptedAt();

  /** Returns the whole item. */
  Map<String, AttributeValue> toItem();
}

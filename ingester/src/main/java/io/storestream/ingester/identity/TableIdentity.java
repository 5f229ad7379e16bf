package io.storestream.ingester.identity;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.storestream.dynamodb.schema.ReadyTable;

/**
 * Which table it is that has a name.
 *
 * @param arn the name with its account and region
 * @param createdAt ISO 8601; tells it from another that had its name before
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TableIdentity(String arn, String createdAt) {

  /** Returns the identity of a table that is there. */
  public static TableIdentity of(ReadyTable table) {
    return new TableIdentity(table.arn(), table.createdAt().toString());
  }

  /** Returns the identity in words for a message. */
  @Override
  public String toString() {
    return "%s (created at %s)".formatted(arn, createdAt);
  }
}

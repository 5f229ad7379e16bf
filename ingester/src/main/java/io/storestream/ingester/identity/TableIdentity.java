package io.storestream.ingester.identity;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.storestream.dynamodb.schema.ReadyTable;

/**
 * The identity of a table, beyond its name.
 *
 * @param arn name with account and region
 * @param createdAt ISO 8601; distinguishes it from an earlier table of the same name
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TableIdentity(String arn, String createdAt) {

  /** Returns the identity of an existing table. */
  public static TableIdentity of(ReadyTable table) {
    return new TableIdentity(table.arn(), table.createdAt().toString());
  }

  /** Returns the identity as text for a message. */
  @Override
  public String toString() {
    return "%s (created at %s)".formatted(arn, createdAt);
  }
}

package io.storestream.maintenance.rebuild;

import io.storestream.dynamodb.schema.Billing;

/**
 * What a {@link Rebuild} does and with how much.
 *
 * @param billing of the table if it has to be created
 * @param follow whether to keep the table current afterwards, until stopped
 * @param fromBeginning whether to forget how far an earlier rebuild of the table has come
 * @param maxInFlight write requests in flight at once, one or more
 */
public record RebuildSettings(
    String table, Billing billing, boolean follow, boolean fromBeginning, int maxInFlight) {

  /** Checks the number. */
  public RebuildSettings {
    if (maxInFlight < 1) {
      throw new IllegalArgumentException("maxInFlight must be one or more: " + maxInFlight);
    }
  }
}

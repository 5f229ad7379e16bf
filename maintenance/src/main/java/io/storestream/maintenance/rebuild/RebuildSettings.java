package io.storestream.maintenance.rebuild;

import io.storestream.dynamodb.schema.Billing;

/**
 * What a {@link Rebuild} does and with how much.
 *
 * @param billing of the table if it has to be created
 * @param geo whether the table has an index by geohash if it has to be created
 * @param addIndex whether to add that index to an existing table, and to wait until it is filled
 * @param follow whether to keep the table current afterwards, until stopped
 * @param fromBeginning whether to forget how far an earlier rebuild of the table has come
 * @param maxInFlight write requests in flight at once, one or more
 */
public record RebuildSettings(
    String table,
    Billing billing,
    boolean geo,
    boolean addIndex,
    boolean follow,
    boolean fromBeginning,
    int maxInFlight) {

  /**
   * @throws IllegalArgumentException if the number is out of its range, or an index is to be added
   *     without geohashes
   */
  public RebuildSettings {
    if (addIndex && !geo) {
      throw new IllegalArgumentException("--add-index adds the index that --geo false leaves out");
    }
    if (maxInFlight < 1) {
      throw new IllegalArgumentException("maxInFlight must be one or more: " + maxInFlight);
    }
  }
}

package io.storestream.maintenance.verify.counts;

import io.storestream.dynamodb.item.CountItems;
import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.maintenance.verify.table.ConditionalWrites;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What the table has of a location: what is compared, and what a write to it requires unchanged.
 *
 * @param count {@link #NO_COUNT} if the item has none
 * @param version as stored, which may be any value
 */
record CountRow(long count, @Nullable AttributeValue version) {

  static final long NO_COUNT = -1;

  static CountRow of(Map<String, AttributeValue> item) {
    return new CountRow(countOf(item), item.get(CountsTable.VERSION));
  }

  private static long countOf(Map<String, AttributeValue> item) {
    try {
      return CountItems.fromItem(item).count();
    } catch (IllegalArgumentException e) {
      return NO_COUNT;
    }
  }

  /** Returns the count of a row: 0 for none. */
  static long countOf(@Nullable CountRow row) {
    return row == null ? 0 : row.count();
  }

  /** Returns the part of the item that {@link ConditionalWrites} compares. */
  Map<String, AttributeValue> seen() {
    return version == null ? Map.of() : Map.of(CountsTable.VERSION, version);
  }
}

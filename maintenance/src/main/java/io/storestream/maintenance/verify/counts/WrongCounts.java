package io.storestream.maintenance.verify.counts;

import io.storestream.cli.SafeText;
import io.storestream.dynamodb.item.CountItems;
import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.maintenance.verify.table.ConditionalWrites;
import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.model.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What is wrong with a table of counts.
 *
 * @param locations how many were compared
 * @param right how many stores each location has of which the table has another count
 * @param seen what the table has of those
 * @param unknownItems items that are of no location
 */
public record WrongCounts(
    long locations,
    Map<Location, Long> right,
    Map<Location, CountRow> seen,
    List<Map<String, AttributeValue>> unknownItems) {

  /** Returns how many items are wrong or missing. */
  public long size() {
    return right.size() + (long) unknownItems.size();
  }

  /** Returns the first of them by location, a line each, safe on any terminal. */
  public List<String> examples(int max) {
    List<String> lines = new ArrayList<>();
    right.keySet().stream()
        .sorted(Comparator.comparing(Location::path))
        .limit(max)
        .forEach(it -> lines.add(line(it)));
    unknownItems.stream()
        .limit(max - (long) lines.size())
        .forEach(it -> lines.add("of an unknown item: " + SafeText.of(it.toString())));
    return lines;
  }

  private String line(Location location) {
    CountRow row = seen.get(location);
    String table =
        row == null
            ? "no item"
            : row.count() == CountRow.NO_COUNT ? "an item without count" : row.count() + " stores";
    return "%s: the table has %s, the topic has %d stores"
        .formatted(SafeText.of(location.path()), table, right.get(location));
  }

  /**
   * Writes the right counts, and deletes the unknown items, unless they have changed since. The
   * version is only just above what was there, so that the next one of an ingester is higher.
   *
   * @return how many items were written or deleted
   */
  public long repair(ConditionalWrites writes) {
    right.forEach(
        (location, count) -> {
          CountRow row = seen.get(location);
          LocationCount repaired = new LocationCount(location, count, versionAfter(row));
          writes.put(CountItems.toItem(repaired), row == null ? null : row.seen());
        });
    for (Map<String, AttributeValue> item : unknownItems) {
      Map<String, AttributeValue> key =
          Map.of(
              CountsTable.PARENT, item.get(CountsTable.PARENT),
              CountsTable.NAME, item.get(CountsTable.NAME));
      writes.delete(key, item);
    }
    return writes.await();
  }

  private static Version versionAfter(@Nullable CountRow row) {
    AttributeValue version = row == null ? null : row.version();
    if (version == null || version.n() == null) {
      return Version.ZERO.next();
    }
    try {
      return Version.parse(version.n()).next();
    } catch (IllegalArgumentException | IllegalStateException e) {
      return Version.ZERO.next();
    }
  }
}

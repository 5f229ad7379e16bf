package io.storestream.testing.model;

import io.storestream.cli.CommandFailedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Compares every count of a table, of places and of geohash cells, with a count of the expected
 * stores, made without any code of the product. A count of 0 equals an absent one.
 */
public final class CountsAudit {

  private static final String SEPARATOR = "#";

  private CountsAudit() {}

  /**
   * Reads the whole table with consistent reads. The table and {@code expected} must not change
   * meanwhile.
   *
   * @param table name of the table of counts
   * @throws CommandFailedException if the table can't be read
   */
  public static AuditReport of(
      DynamoDbAsyncClient dynamoDb, String table, ExpectedStores expected) {
    Map<String, Long> wanted = count(expected);
    Map<String, Long> found = read(dynamoDb, table);
    TreeSet<String> locations = new TreeSet<>(wanted.keySet());
    locations.addAll(found.keySet());
    long equal = 0;
    long missing = 0;
    long extra = 0;
    List<AuditReport.Difference> examples = new ArrayList<>();
    for (String location : locations) {
      if (found.getOrDefault(location, 0L).equals(wanted.getOrDefault(location, 0L))) {
        equal++;
        continue;
      }
      missing += found.containsKey(location) ? 0 : 1;
      extra += wanted.containsKey(location) ? 0 : 1;
      if (examples.size() < AuditReport.MAX_EXAMPLES) {
        examples.add(
            new AuditReport.Difference(
                location, attributes(wanted.get(location)), attributes(found.get(location))));
      }
    }
    return new AuditReport(
        equal, missing, extra, locations.size() - equal - missing - extra, examples);
  }

  private static SortedMap<String, String> attributes(@Nullable Long count) {
    return count == null
        ? Collections.emptySortedMap()
        : new TreeMap<>(Map.of("Count", Long.toString(count)));
  }

  private static Map<String, Long> count(ExpectedStores expected) {
    Map<String, Long> counts = new HashMap<>();
    for (ExpectedStore store : expected.stores()) {
      if (!store.isDeleted()) {
        SortedMap<String, AttributeValue> item = store.item();
        String country = text(item, "Country");
        String[] parts = text(item, "StateCityPostcode").split(SEPARATOR, -1);
        String state = country + SEPARATOR + parts[0];
        counts.merge(country, 1L, Long::sum);
        counts.merge(state, 1L, Long::sum);
        counts.merge(state + SEPARATOR + parts[1], 1L, Long::sum);
        AttributeValue cell = item.get("Cell");
        if (cell != null) {
          IntStream.rangeClosed(1, cell.s().length())
              .mapToObj(length -> SEPARATOR + cell.s().substring(0, length))
              .forEach(path -> counts.merge(path, 1L, Long::sum));
        }
      }
    }
    return counts;
  }

  private static Map<String, Long> read(DynamoDbAsyncClient dynamoDb, String table) {
    Map<String, Long> counts = new HashMap<>();
    try {
      dynamoDb
          .scanPaginator(request -> request.tableName(table).consistentRead(true))
          .items()
          .subscribe(
              item -> {
                long count = Long.parseLong(value(item, "Count").n());
                if (count != 0) {
                  counts.put(path(text(item, "Parent"), text(item, "Name")), count);
                }
              })
          .join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new CommandFailedException(
          "can't read table %s to audit it: %s".formatted(table, cause), cause);
    }
    return counts;
  }

  private static String path(String parent, String name) {
    if (parent.startsWith(SEPARATOR)) {
      return parent + name; // a cell
    }
    String last = name.equals(SEPARATOR) ? "" : name;
    return parent.equals("*") ? last : parent + SEPARATOR + last;
  }

  private static String text(Map<String, AttributeValue> item, String name) {
    return value(item, name).s();
  }

  private static AttributeValue value(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    if (value == null) {
      throw new IllegalArgumentException("an item without " + name + ": " + item);
    }
    return value;
  }
}

package io.storestream.benchmarks.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.testing.workload.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ComparisonTest {

  /**
   * An event is a name and a time: {@code A1} names the store A at 1, {@code -2} deletes it at 2,
   * {@code !} is unusable. The second column is the name in the table.
   */
  @ParameterizedTest(name = "[{0}] and [{1}] in the table")
  @CsvSource({
    "A1,        A, 1 exact",
    "A1 B2,     B, 1 exact",
    "B2 A1,     B, 1 exact",
    "A1 B2 A3,  A, 1 exact",
    "A1 -2,     '', 1 exact",
    "-2 A1,     '', 1 exact",
    "A1 !,      A, 1 exact",
    "A1,        '', 1 lost; 1 by faults",
    "A1 -2 B3,  '', 1 lost; 1 by faults",
    "A2 -1,     '', 1 lost; 1 by rule",
    "A1 B2,     A, 1 stale; 1 by faults",
    "B2 A1 C3,  A, 1 stale; 1 by faults",
    "B2 A1,     A, 1 stale; 1 by rule",
    "A1 -2,     A, 1 extra; 1 by faults",
    "-2 A1,     A, 1 extra; 1 by rule",
    "!,         A, 1 extra; 1 by rule",
    "A1,        B, 1 different; 1 by faults",
  })
  void shouldCompareAStoreWithItsEvents(String events, String inTable, String outcome) {
    ChangeHistory history = history("1", events);

    Comparison comparison = Comparison.of(history, contents("1", inTable));

    assertThat(describe(comparison)).isEqualTo(outcome);
  }

  @Test
  void shouldCountEachStoreOnce() {
    ChangeHistory history = new ChangeHistory();
    Map<String, SortedMap<String, String>> contents = new HashMap<>();
    String[][] planted = {
      {"exact", "A1", "A"},
      {"deleted", "A1 -2", ""},
      {"lost", "A1", ""},
      {"stale", "A1 B2", "A"},
      {"stale by rule", "B2 A1", "A"},
      {"extra", "A1 -2", "A"},
      {"unknown", "!", "A"},
      {"different", "A1", "B"},
    };
    for (String[] store : planted) {
      add(history, store[0], store[1]);
      contents.putAll(contents(store[0], store[2]));
    }

    Comparison comparison = Comparison.of(history, contents);

    assertThat(comparison).isEqualTo(new Comparison(2, 1, 2, 2, 1, 2));
    assertThat(comparison.wrong()).isEqualTo(6);
    assertThat(comparison.byFaults()).isEqualTo(4);
    assertThat(comparison.plus(comparison)).isEqualTo(new Comparison(4, 2, 4, 4, 2, 4));
  }

  @Test
  void shouldReadContentInAnySpelling() {
    Map<String, AttributeValue> item =
        Map.of(
            "StoreNumber", AttributeValue.fromS("1"),
            "StoreName", AttributeValue.fromS("\t A  "),
            "Country", AttributeValue.fromS(" c%23 at 100%25"),
            "City", AttributeValue.fromS(" \u00a0"),
            "Longitude", AttributeValue.fromS("-96.120"),
            "StateCityPostcode", AttributeValue.fromS("NULL#NULL#NULL"),
            "UpdatedAt", AttributeValue.fromS("2020-01-01T00:00:00Z"),
            "Version", AttributeValue.fromN("1577836800000"));

    assertThat(TableContents.contentOf(item))
        .isEqualTo(Map.of("country", "C# AT 100%", "longitude", "-96.120", "storeName", "A"));
  }

  @Test
  void shouldKeepAttributesThatAreNoStore() {
    Map<String, AttributeValue> item = Map.of("StoreNumber", AttributeValue.fromS("1"));

    assertThat(TableContents.contentOf(item))
        .isEqualTo(Map.of("StoreNumber", AttributeValue.fromS("1").toString()));
  }

  /** Names the figures that are not zero. */
  private static String describe(Comparison stores) {
    List<String> figures = new ArrayList<>();
    figures.add(describe(stores.exact(), "exact"));
    figures.add(describe(stores.lost(), "lost"));
    figures.add(describe(stores.stale(), "stale"));
    figures.add(describe(stores.extra(), "extra"));
    figures.add(describe(stores.different(), "different"));
    figures.add(describe(stores.byRule(), "by rule"));
    figures.add(describe(stores.byFaults(), "by faults"));
    figures.removeIf(String::isEmpty);
    return String.join("; ", figures);
  }

  private static String describe(long figure, String name) {
    return figure == 0 ? "" : figure + " " + name;
  }

  private static ChangeHistory history(String storeNumber, String events) {
    ChangeHistory history = new ChangeHistory();
    add(history, storeNumber, events);
    return history;
  }

  private static void add(ChangeHistory history, String storeNumber, String events) {
    for (String event : events.split(" ", -1)) {
      history.add(new Change(storeNumber, json(storeNumber, event), 0));
    }
  }

  private static String json(String storeNumber, String event) {
    if (event.equals("!")) {
      return "no event";
    }
    String head =
        "\"storeNumber\":\"%s\",\"updatedAt\":\"2020-01-01T00:00:0%sZ\""
            .formatted(storeNumber, event.substring(1));
    return event.startsWith("-")
        ? "{\"type\":\"DELETE\",%s}".formatted(head)
        : "{\"type\":\"UPSERT\",%s,\"store\":{\"country\":\"US\",\"storeName\":\"%s\"}}"
            .formatted(head, event.substring(0, 1));
  }

  private static Map<String, SortedMap<String, String>> contents(
      String storeNumber, String inTable) {
    return inTable.isEmpty()
        ? Map.of()
        : Map.of(storeNumber, new TreeMap<>(Map.of("country", "US", "storeName", inTable)));
  }
}

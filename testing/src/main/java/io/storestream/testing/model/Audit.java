package io.storestream.testing.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Compares actual stores with expected ones, one by one, as attributes in a printable form. Not
 * thread-safe.
 */
final class Audit {

  private final ExpectedStores expected;
  private final Function<ExpectedStore, SortedMap<String, String>> attributes;
  private final Set<String> found = new HashSet<>();
  private final List<AuditReport.Difference> examples = new ArrayList<>();
  private long equal;
  private long missing;
  private long extra;
  private long different;

  /**
   * @param attributes the expected attributes of a store
   */
  Audit(ExpectedStores expected, Function<ExpectedStore, SortedMap<String, String>> attributes) {
    this.expected = expected;
    this.attributes = attributes;
  }

  /** Adds an actual store; call it once for each. */
  void add(String storeNumber, SortedMap<String, String> actual) {
    found.add(storeNumber);
    SortedMap<String, String> wanted =
        expected.find(storeNumber).map(attributes).orElseGet(Collections::emptySortedMap);
    if (wanted.equals(actual)) {
      equal++;
      return;
    }
    if (wanted.isEmpty()) {
      extra++;
    } else {
      different++;
    }
    note(storeNumber, wanted, actual);
  }

  /** Returns the result of the comparison; call it once, after all stores are added. */
  AuditReport report() {
    for (ExpectedStore store : expected.stores()) {
      if (!found.contains(store.storeNumber())) {
        missing++;
        note(store.storeNumber(), attributes.apply(store), Collections.emptySortedMap());
      }
    }
    return new AuditReport(equal, missing, extra, different, examples);
  }

  private void note(
      String storeNumber, SortedMap<String, String> wanted, SortedMap<String, String> actual) {
    if (examples.size() < AuditReport.MAX_EXAMPLES) {
      examples.add(
          new AuditReport.Difference(storeNumber, minus(wanted, actual), minus(actual, wanted)));
    }
  }

  private static SortedMap<String, String> minus(
      SortedMap<String, String> attributes, Map<String, String> others) {
    SortedMap<String, String> rest = new TreeMap<>(attributes);
    rest.entrySet().removeAll(others.entrySet());
    return rest;
  }
}

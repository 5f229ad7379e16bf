package io.storestream.benchmarks.fault;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * The stores of a table compared with what the changes must lead to. Only contents count, not how
 * the item of a contestant expresses times, versions and keys; a deleted store may be absent or a
 * tombstone.
 *
 * @param exact stores with the expected content, or without any as expected
 * @param lost stores that have a content, but not in the table
 * @param stale stores with the content of another event than the expected one
 * @param extra stores in the table that are deleted, or that no usable event names
 * @param different stores with a content that no event has
 * @param byRule wrong stores that are as the rule "the last event that is read wins" makes them
 *     without any fault: the last event of the store in the topic was not the newest, or no usable
 *     event names the store
 */
record Comparison(long exact, long lost, long stale, long extra, long different, long byRule) {

  private enum Outcome {
    EXACT,
    LOST,
    STALE,
    EXTRA,
    DIFFERENT
  }

  /**
   * Compares all stores.
   *
   * @param contents contents of the table by store number, without tombstones
   */
  static Comparison of(ChangeHistory history, Map<String, SortedMap<String, String>> contents) {
    Set<String> storeNumbers = new TreeSet<>(history.storeNumbers());
    storeNumbers.addAll(contents.keySet());
    Map<Outcome, Long> stores = new EnumMap<>(Outcome.class);
    long byRule = 0;
    for (String storeNumber : storeNumbers) {
      Optional<SortedMap<String, String>> actual = Optional.ofNullable(contents.get(storeNumber));
      Outcome outcome = compare(history, storeNumber, actual);
      stores.merge(outcome, 1L, Long::sum);
      if (outcome != Outcome.EXACT && isByRule(history, storeNumber, actual)) {
        byRule++;
      }
    }
    return new Comparison(
        stores.getOrDefault(Outcome.EXACT, 0L),
        stores.getOrDefault(Outcome.LOST, 0L),
        stores.getOrDefault(Outcome.STALE, 0L),
        stores.getOrDefault(Outcome.EXTRA, 0L),
        stores.getOrDefault(Outcome.DIFFERENT, 0L),
        byRule);
  }

  private static Outcome compare(
      ChangeHistory history, String storeNumber, Optional<SortedMap<String, String>> actual) {
    Optional<SortedMap<String, String>> expected = history.expectedContent(storeNumber);
    if (actual.equals(expected)) {
      return Outcome.EXACT;
    }
    if (actual.isEmpty()) {
      return Outcome.LOST;
    }
    if (expected.isEmpty()) {
      return Outcome.EXTRA;
    }
    return history.hasContent(storeNumber, actual.get()) ? Outcome.STALE : Outcome.DIFFERENT;
  }

  private static boolean isByRule(
      ChangeHistory history, String storeNumber, Optional<SortedMap<String, String>> actual) {
    return !history.storeNumbers().contains(storeNumber)
        || actual.equals(history.lastContent(storeNumber));
  }

  /** Returns how many stores are wrong. */
  long wrong() {
    return lost + stale + extra + different;
  }

  /** Returns how many stores are wrong because of faults and kills. */
  long byFaults() {
    return wrong() - byRule;
  }

  /** Returns the sums of two comparisons. */
  Comparison plus(Comparison other) {
    return new Comparison(
        exact + other.exact,
        lost + other.lost,
        stale + other.stale,
        extra + other.extra,
        different + other.different,
        byRule + other.byRule);
  }
}

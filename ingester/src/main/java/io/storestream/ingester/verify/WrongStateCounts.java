package io.storestream.ingester.verify;

import io.storestream.cli.SafeText;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is wrong with the counts in the state of an application.
 *
 * @param byPath the places whose count is wrong
 */
record WrongStateCounts(SortedMap<String, Wrong> byPath) {

  static final WrongStateCounts NONE = new WrongStateCounts(new TreeMap<>());

  /**
   * A count that is wrong.
   *
   * @param actual of the state
   * @param right by the topic, as of the same changes
   */
  record Wrong(long actual, long right) {}

  WrongStateCounts(Map<String, Wrong> byPath) {
    this(new TreeMap<>(byPath));
  }

  int size() {
    return byPath.size();
  }

  /** Returns by how much each of the counts has to change. */
  SortedMap<String, Long> corrections() {
    SortedMap<String, Long> corrections = new TreeMap<>();
    byPath.forEach((path, wrong) -> corrections.put(path, wrong.right() - wrong.actual()));
    return corrections;
  }

  /** Returns the first of them by place, a line each, safe on any terminal. */
  List<String> examples(int max) {
    return byPath.entrySet().stream()
        .limit(max)
        .map(
            it ->
                "%s: the ingester has %d stores, the topic has %d stores"
                    .formatted(
                        SafeText.of(it.getKey()), it.getValue().actual(), it.getValue().right()))
        .toList();
  }
}

package io.storestream.maintenance.verify.counts;

import io.storestream.cli.SafeText;
import io.storestream.kafka.record.LocationDelta;
import io.storestream.model.Location;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * What is wrong with the counts in the state of an application.
 *
 * @param byPath the locations whose count is wrong
 * @param repairs up to which number the state of a root contains corrections
 */
public record WrongStateCounts(SortedMap<String, Wrong> byPath, ToLongFunction<String> repairs) {

  static final WrongStateCounts NONE =
      new WrongStateCounts(Collections.emptySortedMap(), root -> 0);

  /** Far below the size of a record that any topic takes. */
  private static final int MAX_BYTES = 256 * 1024;

  private static final int BYTES_OF_NUMBER = 20;

  /**
   * A count that is wrong.
   *
   * @param actual of the state
   * @param right by where the application has its stores, as of the same changes
   */
  record Wrong(long actual, long right) {

    /** Returns by how much the count has to change. */
    long correction() {
      return right - actual;
    }
  }

  /**
   * Returns what a second check has found to be wrong by as much. An error stays as it is; but a
   * changelog that is compacted while it is read may lack what was in it.
   */
  public WrongStateCounts confirmedBy(WrongStateCounts again) {
    SortedMap<String, Wrong> both = new TreeMap<>(again.byPath);
    both.entrySet()
        .removeIf(
            it -> {
              Wrong first = byPath.get(it.getKey());
              return first == null || first.correction() != it.getValue().correction();
            });
    return new WrongStateCounts(both, again.repairs);
  }

  public int size() {
    return byPath.size();
  }

  /**
   * Returns deltas that make the counts right. Two repairs that have found the same errors at the
   * same time give the same numbers to theirs, so that only one of them is applied.
   */
  public List<LocationDelta> corrections() {
    Map<String, Map<Location, Long>> open = new LinkedHashMap<>();
    Map<String, Long> sequences = new LinkedHashMap<>();
    Map<String, Integer> bytes = new LinkedHashMap<>();
    List<LocationDelta> corrections = new ArrayList<>();
    byPath.forEach(
        (path, wrong) -> {
          Location location = Location.parse(path);
          String root = location.root().path();
          int size = path.getBytes(StandardCharsets.UTF_8).length + BYTES_OF_NUMBER;
          if (bytes.merge(root, size, Integer::sum) > MAX_BYTES) {
            corrections.add(correction(root, Objects.requireNonNull(open.remove(root)), sequences));
            bytes.put(root, size);
          }
          open.computeIfAbsent(root, it -> new LinkedHashMap<>()).put(location, wrong.correction());
        });
    open.forEach((root, changes) -> corrections.add(correction(root, changes, sequences)));
    return corrections;
  }

  private LocationDelta correction(
      String root, Map<Location, Long> changes, Map<String, Long> sequences) {
    long sequence =
        sequences.compute(
            root, (it, last) -> last == null ? repairs.applyAsLong(root) + 1 : last + 1);
    return new LocationDelta(LocationDelta.REPAIR, sequence, changes);
  }

  /** Returns the first of them by location, a line each, safe on any terminal. */
  public List<String> examples(int max) {
    return byPath.entrySet().stream()
        .limit(max)
        .map(
            it ->
                "%s: the counts have %d stores, the ingesters know %d"
                    .formatted(
                        SafeText.of(it.getKey()), it.getValue().actual(), it.getValue().right()))
        .toList();
  }
}

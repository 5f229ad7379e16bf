package io.storestream.testing.model;

import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * How what is there compares with what has to be there, in stores.
 *
 * @param missing have to be there and are not
 * @param extra are there and must not be
 * @param different are there, but otherwise
 * @param examples of all that is wrong, up to {@link #MAX_EXAMPLES}
 */
public record AuditReport(
    long equal, long missing, long extra, long different, List<Difference> examples) {

  static final int MAX_EXAMPLES = 10;

  /**
   * What is wrong with a store, attribute by attribute; what is right is left out. Texts are in
   * quotes, numbers are not.
   *
   * @param expected empty if the store is extra
   * @param actual empty if it is missing
   */
  public record Difference(
      String storeNumber, SortedMap<String, String> expected, SortedMap<String, String> actual) {

    @Override
    public String toString() {
      return "store %s: expected %s, was %s".formatted(storeNumber, expected, actual);
    }
  }

  public AuditReport {
    examples = List.copyOf(examples);
  }

  /** Returns whether everything is as it has to be. */
  public boolean isExact() {
    return missing + extra + different == 0;
  }

  /** Returns the figures, and a line for each example. */
  @Override
  public String toString() {
    String figures =
        "%d equal, %d missing, %d extra, %d different".formatted(equal, missing, extra, different);
    return examples.stream().map(it -> "\n" + it).collect(Collectors.joining("", figures, ""));
  }
}

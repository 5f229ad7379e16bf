package io.storestream.testing.model;

import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * The result of a comparison, in stores.
 *
 * @param missing expected stores that do not exist
 * @param extra existing stores that are not expected
 * @param different stores whose attributes differ
 * @param examples some differences, up to {@link #MAX_EXAMPLES}
 */
public record AuditReport(
    long equal, long missing, long extra, long different, List<Difference> examples) {

  static final int MAX_EXAMPLES = 10;

  /**
   * The differing attributes of a store. Texts are in quotes, numbers are not.
   *
   * @param expected empty if the store is extra
   * @param actual empty if the store is missing
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

  /** Returns whether there is no difference. */
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

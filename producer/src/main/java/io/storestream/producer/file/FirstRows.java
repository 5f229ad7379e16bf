package io.storestream.producer.file;

import io.storestream.cli.SafeText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Counts rows of one kind, and keeps the first five for a warning. Not thread-safe. */
public final class FirstRows {

  private static final int KEPT = 5;
  private static final int MAX_CHARACTERS = 200;

  private final List<String> first = new ArrayList<>();
  private long count;

  /**
   * Adds a row.
   *
   * @param text may hold anything
   */
  public void add(String text) {
    count++;
    if (first.size() < KEPT) {
      first.add(SafeText.excerptOf(text.getBytes(StandardCharsets.UTF_8), MAX_CHARACTERS));
    }
  }

  /** Returns how many rows there are. */
  public long count() {
    return count;
  }

  /** Returns the first rows, and how many more there are, on one line. */
  @Override
  public String toString() {
    String rows = String.join("; ", first);
    return count > first.size() ? "%s; and %,d more".formatted(rows, count - first.size()) : rows;
  }
}

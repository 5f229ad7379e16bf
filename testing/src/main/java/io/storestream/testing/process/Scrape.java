package io.storestream.testing.process;

import java.util.Arrays;

/**
 * The metrics of a process at one moment.
 *
 * @param text the metrics in the Prometheus text format
 */
public record Scrape(String text) {

  /**
   * Returns the sum of a metric over all its labels; zero if there is none.
   *
   * @param name as Prometheus writes it, such as {@code storestream_pending}
   * @param labels parts that the labels must contain, such as {@code fate="stale"}
   */
  public double sum(String name, String... labels) {
    return text.lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> Arrays.stream(labels).allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .filter(value -> !Double.isNaN(value))
        .sum();
  }
}

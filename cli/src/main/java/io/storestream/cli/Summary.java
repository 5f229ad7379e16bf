package io.storestream.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The final figures of a command, one per line as {@code name: value}, for people and scripts:
 * names are stable, and numbers have no separators. Not thread-safe.
 */
public final class Summary {

  private final Map<String, String> lines = new LinkedHashMap<>();

  /** Adds a count. */
  public Summary add(String name, long value) {
    lines.put(name, Long.toString(value));
    return this;
  }

  /** Adds a duration in seconds, rounded to a tenth. */
  public Summary addSeconds(String name, Duration duration) {
    long tenths = Math.round(duration.toMillis() / 100.0);
    lines.put(name, tenths / 10 + "." + tenths % 10);
    return this;
  }

  /** Prints the figures in the order in which they were added. */
  public void printTo(PrintStream out) {
    lines.forEach((name, value) -> out.println(name + ": " + value));
    out.flush();
  }
}

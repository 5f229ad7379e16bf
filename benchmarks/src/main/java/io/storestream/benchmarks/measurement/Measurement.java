package io.storestream.benchmarks.measurement;

import io.storestream.benchmarks.server.Workbench;
import java.util.List;

/**
 * A measurement of storestream and of the contestants that it is compared with, on the same
 * servers. Immutable; one round at a time.
 */
public interface Measurement {

  /** Returns the name that {@code --only} and the table use, such as {@code first-load}. */
  String name();

  /** Returns what is measured and how, in one or two sentences, for {@code --help}. */
  String description();

  /**
   * Returns the contestants that take part, storestream first. The ratio of each is relative to the
   * second, or to the next one that was measured.
   */
  List<String> contestants();

  /**
   * Measures each selected contestant once.
   *
   * @param bench the servers; topics of earlier rounds are still there, those of other measurements
   *     are not
   * @param round 1 and up; every second round runs the contestants in the opposite order
   * @return one result of each contestant that took part; more, each with another name of the
   *     measurement, if it has several figures
   * @throws io.storestream.cli.CommandFailedException if a contestant fails or loses items
   */
  List<Result> measure(Workbench bench, int round);
}

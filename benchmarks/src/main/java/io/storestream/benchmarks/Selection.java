package io.storestream.benchmarks;

import io.storestream.benchmarks.contestant.Contestant;
import io.storestream.benchmarks.measurement.Measurement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What {@code --only} selects.
 *
 * @param measurements in the order of the table
 * @param contestants names of those that take part
 * @param namesFlink whether Flink was asked for by name
 */
record Selection(List<Measurement> measurements, Set<String> contestants, boolean namesFlink) {

  /** Takes copies. */
  Selection {
    measurements = List.copyOf(measurements);
    contestants = Set.copyOf(contestants);
  }

  /**
   * Returns the selection of some names of measurements and contestants. Without a name of either
   * kind, all of that kind take part.
   *
   * @throws IllegalArgumentException if there is no such name
   */
  static Selection of(List<Measurement> all, List<String> names) {
    Set<String> unknown = new LinkedHashSet<>(names);
    List<Measurement> measurements = new ArrayList<>(all);
    measurements.removeIf(it -> !unknown.remove(it.name()));
    List<String> labels = Contestant.labels(Contestant.values());
    Set<String> contestants = new LinkedHashSet<>(labels);
    contestants.removeIf(it -> !unknown.remove(it));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "--only knows %s, not %s"
              .formatted(
                  String.join(
                      ", ",
                      Stream.concat(all.stream().map(Measurement::name), labels.stream()).toList()),
                  String.join(", ", unknown)));
    }
    return new Selection(
        measurements.isEmpty() ? all : measurements,
        contestants.isEmpty() ? Set.copyOf(labels) : contestants,
        contestants.contains(Contestant.FLINK.label()));
  }

  Selection withoutFlink() {
    Set<String> others = new LinkedHashSet<>(contestants);
    others.remove(Contestant.FLINK.label());
    return new Selection(measurements, others, namesFlink);
  }
}

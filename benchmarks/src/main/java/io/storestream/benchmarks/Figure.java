package io.storestream.benchmarks;

import static java.util.stream.Collectors.groupingBy;

import io.storestream.benchmarks.measurement.Result;
import io.storestream.benchmarks.measurement.Unit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The results of one contestant in all rounds of a measurement.
 *
 * @param rounds in their order, one or more
 * @param baseline the contestant that the ratio is relative to; {@code null} if only one took part
 * @param ratio median divided by the baseline's; {@code NaN} without baseline
 */
record Figure(List<Result> rounds, @Nullable String baseline, double ratio) {

  /** Takes a copy. */
  Figure {
    rounds = List.copyOf(rounds);
  }

  /**
   * Returns the figures of some results, in the order of the contestants for each name of a
   * measurement.
   *
   * @param contestants in the order of the table; the second that took part is the baseline
   * @param results of all rounds, in their order
   */
  static List<Figure> of(List<String> contestants, List<Result> results) {
    Map<String, List<Result>> byMeasurement =
        results.stream()
            .collect(groupingBy(Result::measurement, LinkedHashMap::new, Collectors.toList()));
    return byMeasurement.values().stream().flatMap(it -> ofOne(contestants, it)).toList();
  }

  private static Stream<Figure> ofOne(List<String> contestants, List<Result> results) {
    List<List<Result>> byContestant =
        contestants.stream()
            .map(name -> results.stream().filter(it -> it.contestant().equals(name)).toList())
            .filter(rounds -> !rounds.isEmpty())
            .toList();
    if (byContestant.size() == 1) {
      return Stream.of(new Figure(byContestant.get(0), null, Double.NaN));
    }
    List<Result> baseline = byContestant.get(1);
    return byContestant.stream()
        .map(
            rounds ->
                new Figure(
                    rounds,
                    baseline.get(0).contestant(),
                    medianValue(rounds) / medianValue(baseline)));
  }

  String measurement() {
    return rounds.get(0).measurement();
  }

  String contestant() {
    return rounds.get(0).contestant();
  }

  Unit unit() {
    return rounds.get(0).unit();
  }

  long items() {
    return rounds.get(0).items();
  }

  double median() {
    return medianValue(rounds);
  }

  double min() {
    return rounds.stream().mapToDouble(Result::value).min().orElseThrow();
  }

  double max() {
    return rounds.stream().mapToDouble(Result::value).max().orElseThrow();
  }

  OptionalDouble cpuMicros() {
    return medianOf(Result::cpuMicros);
  }

  OptionalDouble brokerMicros() {
    return medianOf(Result::brokerMicros);
  }

  private OptionalDouble medianOf(Function<Result, OptionalDouble> part) {
    List<Double> present =
        rounds.stream()
            .map(part)
            .filter(OptionalDouble::isPresent)
            .map(it -> it.orElse(0))
            .toList();
    return present.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(median(present));
  }

  private static double medianValue(List<Result> rounds) {
    return median(rounds.stream().map(Result::value).toList());
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}

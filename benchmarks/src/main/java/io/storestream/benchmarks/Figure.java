package io.storestream.benchmarks;

import io.storestream.benchmarks.measurement.Measurement;
import io.storestream.benchmarks.measurement.Result;
import io.storestream.benchmarks.measurement.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
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
   * Returns the figures of a measurement, in the order of its contestants.
   *
   * @param results of all rounds, in their order
   */
  static List<Figure> of(Measurement measurement, List<Result> results) {
    Map<String, List<Result>> byContestant = new LinkedHashMap<>();
    measurement.contestants().forEach(it -> byContestant.put(it, new ArrayList<>()));
    results.forEach(
        it -> byContestant.computeIfAbsent(it.contestant(), name -> new ArrayList<>()).add(it));
    byContestant.values().removeIf(List::isEmpty);
    List<String> names = List.copyOf(byContestant.keySet());
    String baseline = names.size() > 1 ? names.get(1) : null;
    List<Figure> figures = new ArrayList<>();
    byContestant.forEach(
        (name, rounds) ->
            figures.add(
                new Figure(
                    rounds,
                    baseline,
                    baseline == null
                        ? Double.NaN
                        : medianValue(rounds)
                            / medianValue(byContestant.getOrDefault(baseline, rounds)))));
    return figures;
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

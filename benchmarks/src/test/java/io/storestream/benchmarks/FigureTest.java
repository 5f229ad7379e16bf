package io.storestream.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.benchmarks.measurement.Result;
import io.storestream.benchmarks.measurement.Unit;
import io.storestream.benchmarks.server.BenchmarkPlan;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class FigureTest {

  private static final List<String> CONTESTANTS = List.of("storestream", "flink", "consumer");

  @Test
  void shouldTakeMediansAndRatiosOfTheSecondContestant() {
    List<Figure> figures =
        Figure.of(
            CONTESTANTS,
            List.of(
                rate("storestream", 300, 5),
                rate("consumer", 1000, 1),
                rate("flink", 200, 2),
                rate("storestream", 100, 9),
                rate("flink", 400, 4),
                rate("consumer", 1000, 1),
                rate("storestream", 150, 6)));

    assertThat(table(figures))
        .isEqualTo(
            """
            measurement    contestant                           median (min-max)  CPU us/item  broker us/item  ratio
            updates        storestream                           150/s (100-300)          6.0             0.5  0.50 of flink
            updates        flink                                 300/s (200-400)          3.0             0.5  1.00 of flink
            updates        consumer                           1000/s (1000-1000)          1.0             0.5  3.33 of flink
            """);
  }

  @Test
  void shouldCompareWithTheNextContestantIfOneIsMissing() {
    List<Figure> figures =
        Figure.of(CONTESTANTS, List.of(rate("storestream", 300, 5), rate("consumer", 1000, 1)));

    assertThat(figures).extracting(Figure::baseline).containsExactly("consumer", "consumer");
    assertThat(figures).extracting(Figure::ratio).containsExactly(0.3, 1.0);
  }

  @Test
  void shouldPrintFurtherFiguresAfterTheirMeasurement() {
    List<Figure> figures =
        Figure.of(
            CONTESTANTS,
            List.of(
                rate("storestream", 300, 5),
                Result.of("start", "storestream", Unit.SECONDS, 4.25, 1000)));

    assertThat(table(figures))
        .isEqualTo(
            """
            measurement    contestant                           median (min-max)  CPU us/item  broker us/item  ratio
            updates        storestream                           300/s (300-300)          5.0             0.5  -
            start          storestream                            4.3s (4.3-4.3)            -               -  -
            """);
  }

  @Test
  void shouldWriteJson() {
    List<Figure> figures =
        Figure.of(
            CONTESTANTS,
            List.of(
                rate("storestream", 300, 5),
                rate("flink", 200, 2),
                Result.of("start", "flink", Unit.SECONDS, 4.25, 1000)));

    assertThat(report(figures).toJson())
        .isEqualToNormalizingNewlines(
            """
            {
              "stores" : 1000,
              "seed" : 1,
              "rounds" : 3,
              "latencyMs" : 5,
              "processors" : %d,
              "java" : "%s",
              "figures" : [ {
                "measurement" : "updates",
                "contestant" : "storestream",
                "unit" : "/s",
                "median" : 300.0,
                "min" : 300.0,
                "max" : 300.0,
                "items" : 1000,
                "cpuMicrosPerItem" : 5.0,
                "brokerMicrosPerItem" : 0.5,
                "baseline" : "flink",
                "ratio" : 1.5,
                "values" : [ 300.0 ]
              }, {
                "measurement" : "updates",
                "contestant" : "flink",
                "unit" : "/s",
                "median" : 200.0,
                "min" : 200.0,
                "max" : 200.0,
                "items" : 1000,
                "cpuMicrosPerItem" : 2.0,
                "brokerMicrosPerItem" : 0.5,
                "baseline" : "flink",
                "ratio" : 1.0,
                "values" : [ 200.0 ]
              }, {
                "measurement" : "start",
                "contestant" : "flink",
                "unit" : "s",
                "median" : 4.25,
                "min" : 4.25,
                "max" : 4.25,
                "items" : 1000,
                "values" : [ 4.25 ]
              } ]
            }"""
                .formatted(
                    Runtime.getRuntime().availableProcessors(),
                    System.getProperty("java.version")));
  }

  private static Result rate(String contestant, double perSecond, double cpuMicros) {
    return new Result(
        "updates",
        contestant,
        Unit.PER_SECOND,
        perSecond,
        1000,
        OptionalDouble.of(cpuMicros),
        OptionalDouble.of(0.5));
  }

  private static Report report(List<Figure> figures) {
    return new Report(new BenchmarkPlan(1000, 1, 3, Duration.ofMillis(5)), figures);
  }

  private static String table(List<Figure> figures) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    report(figures).printTo(new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}

package io.storestream.benchmarks.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.benchmarks.measurement.Measurement;
import io.storestream.benchmarks.server.BenchmarkPlan;
import io.storestream.benchmarks.server.Workbench;
import io.storestream.cli.StopSignal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks that everything is measured; the speed depends on the machine. */
@Tag("benchmarks")
class ServicesTest {

  private static final BenchmarkPlan PLAN = new BenchmarkPlan(400, 1, 1, Duration.ZERO);

  private static StopSignal stop;
  private static Workbench bench;

  @BeforeAll
  static void startWorkbench() {
    stop = StopSignal.install();
    bench = new Workbench(PLAN, Set.of("storestream"), stop, line -> {});
  }

  @AfterAll
  static void closeWorkbench() {
    bench.close();
    stop.close();
  }

  @Test
  void shouldMeasureLatency() {
    // A sixth of the events does not count, and every tenth of the others is read.
    assertThat(figures(new Latency()))
        .containsExactly("latency-p50 storestream ms 33", "latency-p99 storestream ms 33");
  }

  @Test
  void shouldMeasureHeapAndTimeOfAllStoresAndOfHalf() {
    assertThat(figures(new Memory()))
        .containsExactly(
            "heap all MB 400",
            "store-time all us 200",
            "heap first MB 200",
            "store-time first us 200");
  }

  @Test
  void shouldMeasureRestarts() {
    assertThat(figures(new Restart()))
        .containsExactly("restart-run storestream s 400", "restart storestream s 400");
  }

  private static List<String> figures(Measurement measurement) {
    return measurement.measure(bench, 1).stream()
        .peek(it -> assertThat(it.value()).isPositive())
        .map(
            it ->
                "%s %s %s %d"
                    .formatted(it.measurement(), it.contestant(), it.unit().symbol(), it.items()))
        .toList();
  }
}

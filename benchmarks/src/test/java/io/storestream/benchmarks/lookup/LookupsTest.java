package io.storestream.benchmarks.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.benchmarks.measurement.Measurement;
import io.storestream.benchmarks.server.BenchmarkPlan;
import io.storestream.benchmarks.server.Workbench;
import io.storestream.cli.StopSignal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("benchmarks")
class LookupsTest {

  @Test
  void shouldAnswerTheSameLookupsOverHttpAndBySdk() {
    BenchmarkPlan plan = new BenchmarkPlan(300, 1, 1, Duration.ZERO);
    try (StopSignal stop = StopSignal.install();
        Workbench bench = new Workbench(plan, Set.of("storestream", "bare"), stop, line -> {})) {
      assertThat(figures(Lookups.ofStore(), bench))
          .containsExactly("store-lookup storestream /s 300 true", "store-lookup bare /s 300 true");
      assertThat(figures(Lookups.ofPage(), bench))
          .containsExactly("page-lookup storestream /s 300 true", "page-lookup bare /s 300 true");
    }
  }

  /** Returns each with the unit, the number of requests, and whether it has a CPU time. */
  private static List<String> figures(Measurement lookups, Workbench bench) {
    return lookups.measure(bench, 1).stream()
        .map(
            it ->
                "%s %s %s %d %s"
                    .formatted(
                        it.measurement(),
                        it.contestant(),
                        it.unit().symbol(),
                        it.items(),
                        it.cpuMicros().orElse(0) > 0))
        .toList();
  }
}

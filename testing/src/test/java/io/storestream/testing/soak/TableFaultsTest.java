package io.storestream.testing.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storestream.cli.StopSignal;
import io.storestream.fixtures.Rounds;
import io.storestream.testing.fault.Fault;
import io.storestream.testing.fault.FaultPlan;
import io.storestream.testing.process.IngesterProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes that are throttled, rejected, delayed, aborted or lost, and a table that is away. */
@Tag("faults")
class TableFaultsTest {

  private static final int KILLS = Rounds.of(5, 20);

  /** Longer than a transaction may be open, or a member of the group silent. */
  private static final Duration OUTAGE = Duration.ofSeconds(Rounds.of(20, 60));

  private static final int CHANGES_IN_OUTAGE = Rounds.of(1_500, 5_000);

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @TempDir private Path directory = Path.of("");

  @Test
  void shouldBearFaultsWhileIngestersAreKilled() {
    SoakPlan plan = new SoakPlan(30, 5_000, 100, 2);
    try (StopSignal stop = StopSignal.install();
        SoakStack stack = new SoakStack(plan, directory)) {
      SoakRun run = new SoakRun(plan, stack, stop);
      run.start();

      run.kill(KILLS, FaultPlan.rough());
      assertThat(run.kills()).isEqualTo(KILLS);
      run.awaitFaults(FaultPlan.rough(), EnumSet.allOf(Fault.class));

      Exactness.require(run, stack);
    }
  }

  @Test
  void shouldKeepChangesWhileTheTableIsAway() throws IOException {
    int stores = 500;
    SoakPlan plan = new SoakPlan(32, stores, 100, 2);
    try (StopSignal stop = StopSignal.install();
        SoakStack stack = new SoakStack(plan, directory)) {
      SoakRun run = new SoakRun(plan, stack, stop);
      run.start();

      Outage outage = run.outage(OUTAGE, CHANGES_IN_OUTAGE);

      assertThat(outage.isTolerated(stores)).as(outage.toString()).isTrue();
      Exactness.require(run, stack);
      for (IngesterProcess ingester : stack.ingesters()) {
        assertThat(Files.readAllLines(ingester.log()))
            .satisfiesOnlyOnce(says("DynamoDB does not take writes to StarbucksLocations;"))
            .satisfiesOnlyOnce(says("DynamoDB takes writes to StarbucksLocations again"))
            .satisfiesOnlyOnce(says("DynamoDB does not take writes to StarbucksLocationsCounts;"))
            .satisfiesOnlyOnce(says("DynamoDB takes writes to StarbucksLocationsCounts again"));
      }
    }
  }

  @Test
  void shouldReadNoMoreThanItMayKeepWhileTheTableIsAway() throws IOException {
    SoakPlan plan = new SoakPlan(33, 5_000, 100, 1);
    try (StopSignal stop = StopSignal.install();
        SoakStack stack = new SoakStack(plan, directory, "--max-pending", "100")) {
      SoakRun run = new SoakRun(plan, stack, stop);
      run.start();
      Path log = stack.ingesters().get(0).log();

      stack.proxy().outage(true);
      stack.publisher().publishAccepted(300);
      await().atMost(TIMEOUT).until(() -> Files.readString(log).contains("--max-pending 100"));
      stack.publisher().publishAccepted(3_000);
      await()
          .during(Duration.ofSeconds(2))
          .atMost(TIMEOUT)
          .untilAsserted(
              () -> {
                assertThat(stack.lag().isZero()).isFalse();
                assertThat(stack.sum("storestream_pending", SoakRun.STORES))
                    .isBetween(100.0, 300.0);
              });
      stack.proxy().outage(false);

      Exactness.require(run, stack);
    }
  }

  private static ThrowingConsumer<String> says(String what) {
    return line -> assertThat(line).contains(what);
  }
}

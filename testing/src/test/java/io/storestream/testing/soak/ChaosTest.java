package io.storestream.testing.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.cli.StopSignal;
import io.storestream.fixtures.Rounds;
import io.storestream.kafka.Topics;
import io.storestream.testing.fault.FaultPlan;
import io.storestream.testing.model.CommittedRecords;
import io.storestream.testing.process.IngesterProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed, started and stopped while changes stream in. */
@Tag("faults")
class ChaosTest {

  private static final int KILLS = Rounds.of(5, 20);

  @TempDir private Path directory = Path.of("");

  @Test
  void shouldLoseNothingAndTakeNothingBackWhenIngestersAreKilled() {
    SoakPlan plan = new SoakPlan(20, 5_000, 100, 2);
    try (StopSignal stop = StopSignal.install();
        SoakStack stack = new SoakStack(plan, directory)) {
      SoakRun run = new SoakRun(plan, stack, stop);
      run.start();

      run.kill(KILLS, FaultPlan.slow()); // so that each has writes in flight

      assertThat(run.kills()).isEqualTo(KILLS);
      assertThat(CommittedRecords.count(stack.kafkaOptions(), Topics.STORES))
          .as("changes were accepted between the kills")
          .isGreaterThanOrEqualTo(KILLS / 2L * SoakRun.CHANGES_BETWEEN_KILLS);
      Exactness.require(run, stack);
    }
  }

  /** What one has copied before it takes over must be what the other has written since. */
  @Test
  void shouldLoseNothingWhenAStandbyIngesterTakesOverAndGivesBack() {
    SoakPlan plan = new SoakPlan(21, 5_000, 100, 2, 1);
    try (StopSignal stop = StopSignal.install();
        SoakStack stack = new SoakStack(plan, directory)) {
      SoakRun run = new SoakRun(plan, stack, stop);
      IngesterProcess second = stack.ingesters().get(1);

      run.disturb(
          FaultPlan.none(),
          () -> {
            stack.ingesters().get(0).start();
            run.awaitAccepted(stack.ingesters().get(0), SoakRun.CHANGES_BETWEEN_KILLS);
            second.start();
            run.awaitAccepted(
                second, SoakRun.CHANGES_BETWEEN_KILLS); // it has been assigned partitions
            assertThat(second.stop(SoakRun.STOP_TIMEOUT)).isZero();
            double before = SoakRun.accepted(stack.ingesters().get(0));
            run.awaitAccepted(stack.ingesters().get(0), before + SoakRun.CHANGES_BETWEEN_KILLS);
            second.start();
            run.awaitAccepted(second, SoakRun.CHANGES_BETWEEN_KILLS);
          });

      Exactness.require(run, stack);
    }
  }
}

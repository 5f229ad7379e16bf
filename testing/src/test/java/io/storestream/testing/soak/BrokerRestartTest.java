package io.storestream.testing.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.cli.StopSignal;
import io.storestream.quickstart.TemporaryFiles;
import io.storestream.testing.fault.FaultPlan;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that restarts in mid-stream, and local state that is lost. */
@Tag("faults")
class BrokerRestartTest {

  private static final SoakPlan PLAN = new SoakPlan(40, 5_000, 200, 2);

  @TempDir private Path directory = Path.of("");

  @Test
  void shouldGoOnAfterTheBrokerWasRestarted() {
    disturb((run, stack) -> stack.kafka().restart());
  }

  @Test
  void shouldReadLostStateBackFromKafka() {
    disturb(BrokerRestartTest::killAndWipe);
  }

  @Test
  void shouldReadLostStateBackFromARestartedBroker() {
    disturb(
        (run, stack) -> {
          stack.kafka().stop();
          killAndWipe(run, stack);
          stack.kafka().restart();
        });
  }

  private void disturb(Disturbance disturbance) {
    try (StopSignal stop = StopSignal.install();
        SoakStack stack = new SoakStack(PLAN, directory)) {
      SoakRun run = new SoakRun(PLAN, stack, stop);
      run.start();
      run.disturb(
          FaultPlan.slow(), // so that the outbox is never empty
          () -> {
            stack.ingesters().forEach(it -> run.awaitAccepted(it, 150));
            disturbance.apply(run, stack);
            stack.startIngesters();
            stack.ingesters().forEach(it -> run.awaitAccepted(it, SoakRun.accepted(it) + 150));
          });

      Exactness.require(run, stack);
    }
  }

  private static void killAndWipe(SoakRun run, SoakStack stack) {
    for (IngesterProcess ingester : stack.ingesters()) {
      ingester.kill();
      TemporaryFiles.delete(ingester.stateDir());
      assertThat(ingester.stateDir()).doesNotExist();
    }
  }

  private interface Disturbance {
    void apply(SoakRun run, SoakStack stack);
  }
}

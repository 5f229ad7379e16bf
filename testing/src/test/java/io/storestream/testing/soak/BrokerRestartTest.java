package io.storestream.testing.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storestream.cli.StopSignal;
import io.storestream.quickstart.TemporaryFiles;
import io.storestream.testing.fault.FaultPlan;
import io.storestream.testing.process.IngesterProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionState;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker that restarts in mid-stream, local state that is lost, and a machine that was suspended.
 */
@Tag("faults")
class BrokerRestartTest {

  private static final SoakPlan PLAN = new SoakPlan(40, 5_000, 100, 2);

  /** Transactions end 10 s after they began, or at the broker's next look at them. */
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

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

  @Test
  void shouldGoOnAfterItWasPausedUntilItsTransactionsHadEnded() {
    disturb(
        (run, stack) -> {
          pauseInTransactions(stack);
          await().atMost(TIMEOUT).until(() -> openTransactions(stack) == 0);
          stack.ingesters().forEach(IngesterProcess::unpause);
          assertThat(stack.ingesters()).allMatch(IngesterProcess::isAlive);
        });
  }

  /** Pauses all ingesters, at a moment at which they have open transactions. */
  private static void pauseInTransactions(SoakStack stack) {
    await()
        .atMost(TIMEOUT)
        .until(
            () -> {
              stack.ingesters().forEach(IngesterProcess::pause);
              if (openTransactions(stack) > 0) {
                return true;
              }
              stack.ingesters().forEach(IngesterProcess::unpause);
              return false;
            });
  }

  private static int openTransactions(SoakStack stack) throws Exception {
    ListTransactionsOptions open =
        new ListTransactionsOptions().filterStates(List.of(TransactionState.ONGOING));
    try (Admin admin = Admin.create(stack.kafkaOptions().clientConfig())) {
      return admin.listTransactions(open).all().get().size();
    }
  }

  private void disturb(Disturbance disturbance) {
    try (StopSignal stop = StopSignal.install();
        SoakStack stack = new SoakStack(PLAN, directory)) {
      SoakRun run = new SoakRun(PLAN, stack, stop);
      run.start();
      run.disturb(
          FaultPlan.slow(), // so that the outbox is never empty
          () -> {
            stack.ingesters().forEach(it -> run.awaitAccepted(it, SoakRun.CHANGES_BETWEEN_KILLS));
            disturbance.apply(run, stack);
            stack.startIngesters();
            stack
                .ingesters()
                .forEach(
                    it ->
                        run.awaitAccepted(
                            it, SoakRun.accepted(it) + SoakRun.CHANGES_BETWEEN_KILLS));
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

package io.storestream.testing.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.cli.StopSignal;
import io.storestream.testing.fault.Fault;
import io.storestream.testing.fault.FaultPlan;
import io.storestream.testing.process.IngesterProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A SIGTERM comes while writes are in flight. */
@Tag("faults")
class StoppedIngesterTest {

  private static final SoakPlan PLAN = new SoakPlan(70, 500, 100, 1);
  private static final int CHANGES = 50;

  /** Longer than it takes to see that the changes are accepted, and shorter than a stop waits. */
  private static final FaultPlan SLOW = FaultPlan.always(Fault.LATE, Duration.ofMillis(1500));

  @TempDir private Path directory = Path.of("");

  @Test
  void shouldLeaveNothingToWriteForTheNextStart() {
    try (StopSignal stop = StopSignal.install();
        SoakStack stack = new SoakStack(PLAN, directory)) {
      SoakRun run = new SoakRun(PLAN, stack, stop);
      IngesterProcess ingester = stack.ingesters().get(0);
      run.start();
      stack.proxy().use(SLOW);
      stack.publisher().publishAccepted(CHANGES);
      run.awaitAccepted(ingester, CHANGES);
      assertThat(stack.sum("storestream_pending", SoakRun.STORES)).isPositive();

      assertThat(ingester.stop(SoakRun.STOP_TIMEOUT)).isZero();

      stack.proxy().use(FaultPlan.none());
      ingester.start();
      assertThat(run.awaitConverged().table().isExact()).isTrue();
      assertThat(stack.sum("storestream_write_requests_total", SoakRun.STORES)).isZero();
    }
  }
}

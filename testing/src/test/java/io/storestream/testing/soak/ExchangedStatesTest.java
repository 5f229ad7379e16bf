package io.storestream.testing.soak;

import io.storestream.cli.StopSignal;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Volumes that are restored or mixed up while the ingesters are stopped. */
@Tag("faults")
class ExchangedStatesTest {

  private static final SoakPlan PLAN = new SoakPlan(60, 2_000, 100, 2);

  @TempDir private Path directory = Path.of("");

  @Test
  void shouldUseNoStateThatIsNotTheIngestersOwnLatest() {
    try (StopSignal stop = StopSignal.install();
        SoakStack stack = new SoakStack(PLAN, directory)) {
      SoakRun run = new SoakRun(PLAN, stack, stop);
      run.start();

      run.exchangeStates();

      Exactness.require(run, stack);
    }
  }
}

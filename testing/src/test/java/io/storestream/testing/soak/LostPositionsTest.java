package io.storestream.testing.soak;

import io.storestream.cli.StopSignal;
import io.storestream.fixtures.Rounds;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The application's positions are lost while changes stream in. */
@Tag("faults")
class LostPositionsTest {

  private static final SoakPlan PLAN = new SoakPlan(50, 2_000, 100, 1);

  @TempDir private Path directory = Path.of("");

  @ParameterizedTest
  @MethodSource
  void shouldReadAgainWithoutAnyEffect(Set<String> topics) {
    try (StopSignal stop = StopSignal.install();
        SoakStack stack = new SoakStack(PLAN, directory)) {
      SoakRun run = new SoakRun(PLAN, stack, stop);
      run.start();

      for (PositionLoss loss : PositionLoss.values()) {
        for (boolean killed : killed(loss)) {
          run.losePositions(loss, topics, killed);
        }
      }

      Exactness.require(run, stack);
    }
  }

  /** Returns whether to kill the ingesters; by default each loss is tested in one way. */
  private static Set<Boolean> killed(PositionLoss loss) {
    return Rounds.FULL ? Set.of(false, true) : Set.of(loss == PositionLoss.REMOVED);
  }

  static Stream<Set<String>> shouldReadAgainWithoutAnyEffect() {
    Set<String> all = SoakStack.readTopics();
    // Both mutants fail when the positions of all topics are lost.
    return Rounds.FULL
        ? Stream.concat(new TreeSet<>(all).stream().map(Set::of), Stream.of(all))
        : Stream.of(all);
  }
}

package io.storestream.testing.soak;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.StopSignal;
import io.storestream.testing.process.IngesterProcess;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Kills ingesters with SIGKILL at random times and restarts them at once. */
final class Killer {

  private static final int MIN_PAUSE_MS = 500;
  private static final int MAX_PAUSE_MS = 5_000;

  private final List<IngesterProcess> ingesters;
  private final Random random;
  private final StopSignal stop;
  private long kills;

  Killer(List<IngesterProcess> ingesters, Random random, StopSignal stop) {
    this.ingesters = ingesters;
    this.random = random;
    this.stop = stop;
  }

  /** Waits for a random time, then kills an ingester and restarts it, unless it is told to stop. */
  void killOne() {
    if (!stop.await(Duration.ofMillis(random.nextInt(MIN_PAUSE_MS, MAX_PAUSE_MS)))) {
      IngesterProcess victim = ingesters.get(random.nextInt(ingesters.size()));
      if (!victim.isAlive()) {
        throw new CommandFailedException("an ingester ended unexpectedly; see " + victim.log());
      }
      victim.kill();
      kills++;
      victim.start();
    }
  }

  /** Returns how many ingesters were killed. */
  long kills() {
    return kills;
  }
}

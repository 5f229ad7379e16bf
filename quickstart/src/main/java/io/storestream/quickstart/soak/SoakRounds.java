package io.storestream.quickstart.soak;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.StopSignal;
import io.storestream.cli.Summary;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rounds of a soak, each of another kind and followed by a comparison. Used by one thread. */
final class SoakRounds {

  private static final int KILLS = 5;
  private static final Duration OUTAGE = Duration.ofSeconds(20);
  private static final int CHANGES_IN_OUTAGE = 2_000;

  private final SoakRun run;
  private final FaultProxy proxy;
  private final Path directory;
  private int rounds;
  private @Nullable SoakAccount account;

  private enum Kind {
    KILLS,
    KILLS_AND_FAULTS,
    OUTAGE
  }

  /**
   * @param directory where the logs of the ingesters are, for messages
   */
  SoakRounds(SoakRun run, FaultProxy proxy, Path directory) {
    this.run = run;
    this.proxy = proxy;
    this.directory = directory;
  }

  /**
   * Runs one round after the other until a time has come; the last is finished.
   *
   * @throws CommandFailedException if something was not exact, or it is told to stop
   */
  void run(Instant end, StopSignal stop) {
    run.start();
    while (Instant.now().isBefore(end)) {
      Kind kind = Kind.values()[rounds % Kind.values().length];
      disturb(kind);
      if (stop.isRequested()) {
        throw new CommandFailedException("stopped in round " + (rounds + 1));
      }
      account = run.settle();
      rounds++;
      requireExact(account);
      System.err.printf(
          "round %d (%s): exact; %,d changes, %d kills, %,d faults so far%n",
          rounds, kind, account.published(), run.kills(), faults());
    }
    List<Integer> exitCodes = run.stopIngesters();
    if (exitCodes.stream().anyMatch(code -> code != 0)) {
      throw new CommandFailedException(
          "told to stop, the ingesters exit with %s; their logs are in %s"
              .formatted(exitCodes, directory));
    }
  }

  /** Adds the figures after the last round that was finished. */
  Summary addTo(Summary summary) {
    summary.add("rounds", rounds).add("kills", run.kills()).add("faults injected", faults());
    return account == null ? summary : account.addTo(summary);
  }

  private void disturb(Kind kind) {
    switch (kind) {
      case KILLS -> run.kill(KILLS, FaultPlan.slow());
      case KILLS_AND_FAULTS -> run.kill(KILLS, FaultPlan.rough());
      case OUTAGE -> run.outage(OUTAGE, CHANGES_IN_OUTAGE);
    }
  }

  private long faults() {
    return proxy.refused() + Arrays.stream(Fault.values()).mapToLong(proxy::injected).sum();
  }

  private void requireExact(SoakAccount outcome) {
    if (!outcome.isExact()) {
      outcome.addTo(new Summary()).printTo(System.out);
      throw new CommandFailedException(
          "not exact after round %d; table: %s; topic stores: %s; the logs of the ingesters are in %s"
              .formatted(rounds, outcome.table(), outcome.storesTopic(), directory));
    }
  }
}

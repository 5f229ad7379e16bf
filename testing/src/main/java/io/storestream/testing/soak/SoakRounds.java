package io.storestream.testing.soak;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.StopSignal;
import io.storestream.cli.Summary;
import io.storestream.testing.fault.Fault;
import io.storestream.testing.fault.FaultPlan;
import io.storestream.testing.fault.FaultProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rounds of a soak: each disturbs the stack in another way and then compares. Used by one thread.
 */
final class SoakRounds {

  private static final int KILLS = 10;
  private static final Duration OUTAGE = Duration.ofSeconds(60);
  private static final int CHANGES_IN_OUTAGE = 5_000;

  private final SoakPlan plan;
  private final SoakRun run;
  private final FaultProxy proxy;
  private final Path directory;
  private int rounds;
  private int outages;
  private @Nullable SoakAccount account;

  private enum Kind {
    KILLS,
    KILLS_AND_FAULTS,
    OUTAGE,
    LOST_POSITIONS,
    EXCHANGED_STATES
  }

  /**
   * @param directory directory of the ingesters' logs, for messages
   */
  SoakRounds(SoakPlan plan, SoakRun run, FaultProxy proxy, Path directory) {
    this.plan = plan;
    this.run = run;
    this.proxy = proxy;
    this.directory = directory;
  }

  /**
   * Runs rounds until the end time; the last round is completed.
   *
   * @throws CommandFailedException if a comparison finds a difference
   * @throws StoppedException if the stop signal is given
   */
  void run(Instant end, StopSignal stop) {
    run.start();
    while (Instant.now().isBefore(end)) {
      Kind kind = Kind.values()[rounds % Kind.values().length];
      run(kind);
      if (stop.isRequested()) {
        throw new StoppedException();
      }
      requireExact(run.awaitConverged());
      rounds++;
      System.err.printf(
          "round %d (%s): exact; %d kills, %,d faults and %d outages so far%n",
          rounds, kind, run.kills(), faults(), outages);
    }
    List<Integer> exitCodes = run.stopIngesters();
    if (exitCodes.stream().anyMatch(code -> code != 0)) {
      throw new CommandFailedException(
          "the stopped ingesters exited with %s; their logs are in %s"
              .formatted(exitCodes, directory));
    }
  }

  /** Adds the figures of the completed rounds. */
  Summary addTo(Summary summary) {
    summary
        .add("rounds", rounds)
        .add("kills", run.kills())
        .add("faults injected", faults())
        .add("outages", outages);
    return account == null ? summary : account.addTo(summary);
  }

  private void run(Kind kind) {
    switch (kind) {
      case KILLS -> run.kill(KILLS, FaultPlan.slow());
      case KILLS_AND_FAULTS -> {
        run.kill(KILLS, FaultPlan.rough());
        run.awaitFaults(FaultPlan.rough(), EnumSet.allOf(Fault.class));
      }
      case OUTAGE -> requireTolerated(run.outage(OUTAGE, CHANGES_IN_OUTAGE));
      case LOST_POSITIONS -> losePositions();
      case EXCHANGED_STATES -> run.exchangeStates();
    }
  }

  /** Loses the positions of each topic separately, then of all topics. */
  private void losePositions() {
    for (String topic : SoakStack.readTopics()) {
      run.losePositions(PositionLoss.MOVED_TO_START, Set.of(topic), false);
    }
    run.losePositions(PositionLoss.REMOVED, SoakStack.readTopics(), true);
  }

  private long faults() {
    return Arrays.stream(Fault.values()).mapToLong(proxy::injected).sum();
  }

  private void requireTolerated(Outage outage) {
    outages++;
    if (!outage.isTolerated(plan.stores())) {
      throw new CommandFailedException(
          "outage not tolerated: %s; the logs of the ingesters are in %s"
              .formatted(outage, directory));
    }
  }

  private void requireExact(SoakAccount outcome) {
    account = outcome;
    if (!outcome.isExact()) {
      addTo(new Summary()).printTo(System.out);
      throw new CommandFailedException(
          "not exact after round %d; table: %s; counts: %s; topic stores: %s; the logs of the ingesters are in %s"
              .formatted(
                  rounds + 1, outcome.table(), outcome.counts(), outcome.storesTopic(), directory));
    }
  }
}

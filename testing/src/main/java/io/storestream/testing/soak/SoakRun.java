package io.storestream.testing.soak;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.StopSignal;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.testing.fault.Fault;
import io.storestream.testing.fault.FaultPlan;
import io.storestream.testing.process.IngesterProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Disturbs a {@link SoakStack} while changes stream in. After each disturbance {@link
 * #awaitConverged} compares the result with the model. Used by one thread. A stop signal ends every
 * wait early; methods that need the condition they wait for then throw a {@link StoppedException}.
 */
final class SoakRun {

  /** How long the ingesters may take to catch up once the disturbance has ended. */
  private static final Duration CONVERGENCE_TIMEOUT = Duration.ofMinutes(3);

  static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(500);

  /** Ensures that kills hit ingesters at work, even on a slow machine. */
  static final int CHANGES_BETWEEN_KILLS = 50;

  private static final String ACCEPTED = "fate=\"accepted\"";

  /** The label of the metrics of stores, not of counts. */
  static final String STORES = "table=\"%s\"".formatted(StoresTable.DEFAULT_NAME);

  private final SoakPlan plan;
  private final SoakStack stack;
  private final StopSignal stop;
  private final Killer killer;

  SoakRun(SoakPlan plan, SoakStack stack, StopSignal stop) {
    this.plan = plan;
    this.stack = stack;
    this.stop = stop;
    killer = new Killer(stack.ingesters(), new Random(plan.seed()), stop);
  }

  /** Starts all ingesters and waits until they are ready. */
  void start() {
    stack.startIngesters();
    awaitCaughtUp();
  }

  /**
   * Kills ingesters this many times while changes stream in and writes meet faults. Every second
   * kill comes at a random time after the one before, possibly while the process still starts. The
   * others wait until ingesters are at work.
   */
  void kill(int times, FaultPlan faults) {
    disturb(
        faults,
        () -> {
          for (int i = 0; i < times; i++) {
            if (i % 2 == 1) {
              awaitAccepted(CHANGES_BETWEEN_KILLS);
            }
            killer.killOne();
          }
        });
  }

  /** Lets changes stream in until writes have met each of the faults once more. */
  void awaitFaults(FaultPlan plan, Set<Fault> faults) {
    Map<Fault, Long> before =
        faults.stream().collect(Collectors.toMap(Function.identity(), stack.proxy()::injected));
    disturb(
        plan,
        () ->
            await(
                () ->
                    before.entrySet().stream()
                        .allMatch(it -> stack.proxy().injected(it.getKey()) > it.getValue()),
                () -> "some faults have not been injected"));
  }

  /** Runs the disturbance while changes stream in and writes meet faults. */
  void disturb(FaultPlan faults, Runnable disturbance) {
    stack.proxy().use(faults);
    stack.publisher().start(plan.changesPerSecond());
    disturbance.run();
    stack.publisher().pause();
    stack.proxy().use(FaultPlan.none());
  }

  /**
   * Stops all ingesters while changes stream in, removes or moves their positions in some topics,
   * and restarts them.
   *
   * @param kill whether to kill the ingesters or to stop them cleanly
   */
  void losePositions(PositionLoss loss, Set<String> topics, boolean kill) {
    disturb(
        FaultPlan.slow(),
        () -> {
          awaitAccepted(CHANGES_BETWEEN_KILLS);
          endIngesters(kill);
          await(() -> !stack.hasMembers(), () -> "the group still has members");
          stack.losePositions(loss, topics);
          stack.startIngesters();
          awaitAccepted(CHANGES_BETWEEN_KILLS);
        });
  }

  /**
   * Stops all ingesters twice while changes stream in. After the second stop, each starts with an
   * older copy of another ingester's state directory.
   */
  void exchangeStates() {
    disturb(
        FaultPlan.slow(),
        () -> {
          awaitAccepted(CHANGES_BETWEEN_KILLS);
          endIngesters(false);
          StateCopies copies = StateCopies.of(stack.ingesters());
          stack.startIngesters();
          awaitAccepted(CHANGES_BETWEEN_KILLS);
          endIngesters(false);
          copies.exchange();
          stack.startIngesters();
          awaitAccepted(CHANGES_BETWEEN_KILLS);
        });
  }

  private void endIngesters(boolean kill) {
    for (IngesterProcess ingester : stack.ingesters()) {
      if (kill) {
        ingester.kill();
      } else if (ingester.stop(STOP_TIMEOUT) != 0) {
        throw new CommandFailedException("an ingester failed; see " + ingester.log());
      }
    }
  }

  /**
   * Makes DynamoDB unreachable for a while, and until all changes are processed: on a slow machine
   * up to three minutes more.
   *
   * @param accepted how many changes are accepted meanwhile
   */
  Outage outage(Duration length, long accepted) {
    double rebalances = rebalances();
    double mostPending = 0;
    boolean caughtUp = false;
    stack.proxy().outage(true);
    Instant end = Instant.now().plus(length);
    stack.publisher().publishAccepted(accepted);
    Instant deadline = Instant.now().plus(CONVERGENCE_TIMEOUT);
    while (Instant.now().isBefore(caughtUp ? end : deadline) && !stop.await(POLL)) {
      mostPending = Math.max(mostPending, stack.sum("storestream_pending", STORES));
      caughtUp |= stack.lag().isZero();
    }
    boolean ready = stack.ingesters().stream().anyMatch(IngesterProcess::isReady);
    stack.proxy().outage(false);
    return new Outage(mostPending, caughtUp, ready, rebalances, rebalances());
  }

  /**
   * Waits until all published changes are written, and compares.
   *
   * @throws CommandFailedException if this takes longer than three minutes
   */
  SoakAccount awaitConverged() {
    awaitCaughtUp();
    return stack.account();
  }

  /** Returns how many changes an ingester has accepted since its start. */
  static double accepted(IngesterProcess ingester) {
    return ingester.scrape().map(it -> it.sum("storestream_events_total", ACCEPTED)).orElse(0.0);
  }

  /**
   * Waits until all ingesters together have accepted this many more changes; none may end
   * meanwhile.
   */
  private void awaitAccepted(double changes) {
    double before = stack.sum("storestream_events_total", ACCEPTED);
    await(
        () -> stack.sum("storestream_events_total", ACCEPTED) >= before + changes,
        () -> "fewer than %.0f more accepted".formatted(changes));
  }

  /** Waits until an ingester has accepted this many changes since its start. */
  void awaitAccepted(IngesterProcess ingester, double changes) {
    await(
        () -> accepted(ingester) >= changes,
        () -> "accepted only %.0f".formatted(accepted(ingester)));
  }

  /** Stops the ingesters cleanly and returns their exit codes. */
  List<Integer> stopIngesters() {
    return stack.ingesters().stream().map(it -> it.stop(STOP_TIMEOUT)).toList();
  }

  /** Returns how many ingesters were killed. */
  long kills() {
    return killer.kills();
  }

  private double rebalances() {
    return stack.sum("kafka_consumer_coordinator_rebalance_total");
  }

  /** Checks twice in a row, because the ingesters are not all asked at the same moment. */
  private void awaitCaughtUp() {
    int[] inARow = new int[1];
    await(
        () -> {
          inARow[0] = stack.isCaughtUp() ? inARow[0] + 1 : 0;
          return inARow[0] == 2;
        },
        () ->
            "consumer lag %d, pending items %.0f"
                .formatted(stack.lag().offsets(), stack.sum("storestream_pending")));
  }

  private void await(BooleanSupplier condition, Supplier<String> state) {
    Instant deadline = Instant.now().plus(CONVERGENCE_TIMEOUT);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        throw new CommandFailedException(
            "the ingesters did not reach the condition within %d s: %s"
                .formatted(CONVERGENCE_TIMEOUT.toSeconds(), state.get()));
      }
      if (stop.await(POLL)) {
        throw new StoppedException();
      }
    }
  }
}

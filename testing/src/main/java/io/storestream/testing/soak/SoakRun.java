package io.storestream.testing.soak;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.StopSignal;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.testing.fault.Fault;
import io.storestream.testing.fault.FaultPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What is done to a {@link SoakStack} while changes stream in. After each of it, {@link #settle}
 * says whether it did any harm. Used by one thread. A stop signal ends every wait early, and those
 * that can't be without their end with a {@link StoppedException}.
 */
final class SoakRun {

  /** How long the ingesters may take to catch up when nothing disturbs them any more. */
  private static final Duration SETTLE_TIMEOUT = Duration.ofMinutes(3);

  static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(500);

  /** So that kills find something to lose, however slow the machine is. */
  static final int CHANGES_BETWEEN_KILLS = 100;

  private static final String ACCEPTED = "fate=\"accepted\"";

  /** The label of what is about stores, not counts. */
  private static final String STORES = "table=\"%s\"".formatted(StoresTable.DEFAULT_NAME);

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

  /** Starts all ingesters, and waits until they do their work. */
  void start() {
    stack.startIngesters();
    awaitCaughtUp();
  }

  /**
   * Kills ingesters so many times while changes stream in and writes meet faults. Each second kill
   * comes at any moment after the one before, even of a process that has just begun; the others
   * find ingesters at work.
   */
  void kill(int times, FaultPlan faults) {
    disturb(
        faults,
        () -> {
          for (int i = 0; i < times; i++) {
            if (i % 2 == 1) {
              awaitAccepted(CHANGES_BETWEEN_KILLS);
            }
            killer.strike();
          }
        });
  }

  /** Lets changes stream in until writes have met each of the faults. */
  void harm(FaultPlan plan, Set<Fault> faults) {
    disturb(
        plan,
        () ->
            await(
                () -> faults.stream().allMatch(it -> stack.proxy().injected(it) > 0),
                () -> "not all faults were met"));
  }

  /** Lets changes stream in and writes meet faults during something else. */
  void disturb(FaultPlan faults, Runnable disturbance) {
    stack.proxy().use(faults);
    stack.publisher().start(plan.changesPerSecond());
    disturbance.run();
    stack.publisher().pause();
    stack.proxy().use(FaultPlan.none());
  }

  /**
   * Stops all ingesters while changes stream in, has Kafka forget how far they have read some
   * topics, and starts them again.
   *
   * @param kill whether they are killed, or asked to end
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
   * Stops all ingesters while changes stream in, twice: the second time each finds an older copy of
   * another one's state directory instead of the one that it has left.
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
   * Takes DynamoDB away, and gives it back.
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
    while (Instant.now().isBefore(end) && !stop.await(POLL)) {
      mostPending = Math.max(mostPending, stack.sum("storestream_pending", STORES));
      caughtUp |= stack.lag().isZero();
    }
    boolean ready = stack.ingesters().stream().anyMatch(IngesterProcess::isReady);
    stack.proxy().outage(false);
    return new Outage(mostPending, caughtUp, ready, rebalances, rebalances());
  }

  /**
   * Waits until all that was published is written, and compares.
   *
   * @throws CommandFailedException if that takes longer than three minutes
   */
  SoakAccount settle() {
    awaitCaughtUp();
    return stack.account();
  }

  /** Returns how many changes an ingester has accepted since it was started. */
  static double accepted(IngesterProcess ingester) {
    return ingester.scrape().map(it -> it.sum("storestream_events_total", ACCEPTED)).orElse(0.0);
  }

  /** Waits until all together have accepted so many more changes; none may end meanwhile. */
  private void awaitAccepted(double changes) {
    double before = stack.sum("storestream_events_total", ACCEPTED);
    await(
        () -> stack.sum("storestream_events_total", ACCEPTED) >= before + changes,
        () -> "fewer than %.0f more accepted".formatted(changes));
  }

  /** Waits until an ingester has accepted so many changes since it was started. */
  void awaitAccepted(IngesterProcess ingester, double changes) {
    await(
        () -> accepted(ingester) >= changes,
        () -> "accepted only %.0f".formatted(accepted(ingester)));
  }

  /** Asks the ingesters to end, and returns their exit codes. */
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

  /** Twice in a row, as the ingesters are not all asked at the same moment. */
  private void awaitCaughtUp() {
    int[] inARow = new int[1];
    await(
        () -> {
          inARow[0] = stack.isCaughtUp() ? inARow[0] + 1 : 0;
          return inARow[0] == 2;
        },
        () ->
            "%d offsets to go, %.0f items to be written"
                .formatted(stack.lag().offsets(), stack.sum("storestream_pending")));
  }

  private void await(BooleanSupplier condition, Supplier<String> state) {
    Instant deadline = Instant.now().plus(SETTLE_TIMEOUT);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        throw new CommandFailedException(
            "the ingesters have not come so far within %d s: %s"
                .formatted(SETTLE_TIMEOUT.toSeconds(), state.get()));
      }
      if (stop.await(POLL)) {
        throw new StoppedException();
      }
    }
  }
}

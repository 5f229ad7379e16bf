package io.storestream.maintenance.verify;

import static io.storestream.maintenance.verify.VerifyStack.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.maintenance.verify.state.DifferenceKind;
import io.storestream.model.AcceptedState;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A verification waits for the writes of changes in flight, and reports those that do not arrive.
 */
class InFlightChangesTest extends VerifySuite {

  /** Shorter than the default: what does not arrive is only waited for. */
  private static final Duration MAX_DELAY = Duration.ofSeconds(3);

  InFlightChangesTest() {
    super(2);
  }

  @Test
  void shouldWaitForACountInFlight() {
    AcceptedState late = state("1", 0, "Omaha", Instant.now());
    stack.publish(late);
    stack.put(table, late);
    CompletableFuture<Void> written =
        CompletableFuture.runAsync(
            () -> stack.putCounts(table, late),
            CompletableFuture.delayedExecutor(3, TimeUnit.SECONDS));

    assertReport(verify(), 1, 1, 1);
    assertThat(written).isDone();
  }

  @Test
  void shouldReportACountThatDoesNotArrive() {
    AcceptedState late = state("1", 0, "Omaha", Instant.now());
    stack.publish(late);
    stack.put(table, late);

    try (TableVerification verification = stack.open(table, MAX_DELAY)) {
      assertThat(verification.verify().locationCounts().wrong()).isEqualTo(3);
    }
    assertThat(Instant.now()).isAfter(late.acceptedAt().plus(MAX_DELAY));
  }

  @Test
  void shouldWaitForAChangeInFlight() {
    AcceptedState late = state("1", 1, "Omaha", Instant.now());
    stack.publish(late, state("2", 0, "Omaha"));
    stack.put(table, state("2", 0, "Omaha"));
    stack.putCounts(table, late, state("2", 0, "Omaha"));
    CompletableFuture<Void> written =
        CompletableFuture.runAsync(
            () -> stack.put(table, late), CompletableFuture.delayedExecutor(3, TimeUnit.SECONDS));

    assertReport(verify(), 2, 1, 2);
    assertThat(written).isDone();
  }

  @Test
  void shouldReportAChangeThatDoesNotArrive() {
    AcceptedState late = state("1", 1, "Omaha", Instant.now());
    stack.publish(late);
    stack.putCounts(table, late);

    try (TableVerification verification = stack.open(table, MAX_DELAY)) {
      assertThat(verification.verify().stores().count(DifferenceKind.MISSING)).isEqualTo(1);
    }
    assertThat(Instant.now()).isAfter(late.acceptedAt().plus(MAX_DELAY));
  }
}

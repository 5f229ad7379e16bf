package io.storestream.testing.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.SharedBackends;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The share of writes that meet each fault, by the plan and the seed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultSharesTest {

  private static final long SEED = 1;

  private static final FaultPlan EVERYTHING =
      new FaultPlan(0.3, 0.1, 0.1, 0.01, 0.02, 0.03, 0.03, Duration.ofMillis(1));

  private final EmbeddedDynamoDb dynamoDb = SharedBackends.dynamoDb();

  @Test
  void shouldFollowThePlan() {
    int writes = 2_000;

    Map<Fault, Long> injected = writeUnderFaults(SEED, writes);

    assertThat(injected).containsOnlyKeys(Fault.values());
    // The tolerance is four standard deviations, so most other seeds would pass too.
    injected.forEach(
        (fault, count) -> {
          double share = EVERYTHING.share(fault);
          assertThat((double) count)
              .as(fault.name())
              .isCloseTo(writes * share, within(4 * Math.sqrt(writes * share * (1 - share))));
        });
  }

  @Test
  void shouldDecideTheSameWithTheSameSeed() {
    Map<Fault, Long> injected = writeUnderFaults(SEED, 300);

    assertThat(writeUnderFaults(SEED, 300)).isEqualTo(injected);
    assertThat(writeUnderFaults(SEED + 1, 300)).isNotEqualTo(injected);
  }

  private Map<Fault, Long> writeUnderFaults(long seed, int writes) {
    try (ProxiedTable table = new ProxiedTable(dynamoDb.endpoint(), seed, ProxiedTable.PATIENT)) {
      table.proxy().use(EVERYTHING);
      Semaphore inFlight = new Semaphore(16);
      List<CompletableFuture<?>> answers = new ArrayList<>();
      for (int i = 0; i < writes; i++) {
        String storeNumber = Integer.toString(i);
        inFlight.acquireUninterruptibly();
        answers.add(
            table
                .writeAsync(storeNumber)
                .handle((answer, failure) -> failure)
                .thenRun(inFlight::release));
      }
      answers.forEach(CompletableFuture::join);
      Map<Fault, Long> injected = table.injected();
      long harmed = injected.values().stream().mapToLong(Long::longValue).sum();
      assertThat(table.proxy().passed()).isEqualTo(writes - harmed);
      return injected;
    }
  }
}

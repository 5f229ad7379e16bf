package io.storestream.testing.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.SharedBackends;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

/** What the writer's client observes of a fault, and what the table holds afterwards. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultProxyTest {

  private static final long SEED = 1;

  private final EmbeddedDynamoDb dynamoDb = SharedBackends.dynamoDb();

  @Test
  void shouldPassOnWithoutAPlan() {
    try (ProxiedTable table = table()) {
      assertThat(table.write("1")).isEmpty();
      assertThat(table.write("2", "3")).isEmpty();
      assertThat(table.stored()).containsExactlyInAnyOrder("1", "2", "3");
      assertThat(table.proxy().passed()).isEqualTo(2);
      assertThat(table.injected()).isEmpty();
    }
  }

  @Test
  void shouldPassOnRefusalsOfDynamoDb() {
    try (ProxiedTable table = table()) {
      table.write("2");

      assertThat(table.write("1", "2", "3")).isEqualTo(Map.of("2", "DuplicateItem"));
      assertThat(table.stored()).containsExactlyInAnyOrder("1", "2", "3");
      assertThatThrownBy(() -> table.write("1", "1"))
          .isInstanceOf(DynamoDbException.class)
          .hasMessageContaining("duplicate");
    }
  }

  @Test
  void shouldThrottleWithoutWriting() {
    try (ProxiedTable table = table(Fault.THROTTLED)) {
      assertThatThrownBy(() -> table.write("1"))
          .isInstanceOf(ProvisionedThroughputExceededException.class)
          .hasMessageStartingWith("injected");
      assertThatThrownBy(() -> table.write("2"))
          .isInstanceOf(ProvisionedThroughputExceededException.class);
      assertThat(table.stored()).isEmpty();
      assertThat(table.injected()).isEqualTo(Map.of(Fault.THROTTLED, 2L));
      assertThat(table.proxy().passed()).isZero();
    }
  }

  @Test
  void shouldFailWithoutWriting() {
    try (ProxiedTable table = table(Fault.FAILED)) {
      assertThatThrownBy(() -> table.write("1")).isInstanceOf(InternalServerErrorException.class);
      assertThat(table.stored()).isEmpty();
      assertThat(table.injected()).isEqualTo(Map.of(Fault.FAILED, 1L));
    }
  }

  @Test
  void shouldRefuseAPartOfABatch() {
    try (ProxiedTable table = table(Fault.PARTLY_REFUSED)) {
      String[] batch = IntStream.range(0, 25).mapToObj(Integer::toString).toArray(String[]::new);

      Map<String, String> refused = table.write(batch);

      assertThat(refused).hasSizeBetween(1, 24);
      assertThat(refused.values())
          .containsOnly("ThrottlingError", "ProvisionedThroughputExceeded", "InternalServerError");
      Set<String> rest = new HashSet<>(List.of(batch));
      rest.removeAll(refused.keySet());
      assertThat(table.stored()).isEqualTo(rest);
      assertThat(table.injected()).isEqualTo(Map.of(Fault.PARTLY_REFUSED, 1L));
    }
  }

  @Test
  void shouldRefuseAPartOfABatchOfItems() {
    try (ProxiedTable table = table(Fault.PARTLY_REFUSED)) {
      List<String> written = new CopyOnWriteArrayList<>();
      table.proxy().listen((request, answer) -> written.add(answer));

      Set<String> refused =
          table.putItems(IntStream.range(0, 25).mapToObj(Integer::toString).toList());

      assertThat(refused).hasSizeBetween(1, 24);
      assertThat(table.stored()).hasSize(25 - refused.size()).doesNotContainAnyElementsOf(refused);
      assertThat(table.injected()).isEqualTo(Map.of(Fault.PARTLY_REFUSED, 1L));
      assertThat(table.proxy().writes()).isEqualTo(1);
      assertThat(table.proxy().writesInFlight()).isZero();
      assertThat(written).containsExactly("{\"UnprocessedItems\":{}}");
    }
  }

  /** Each response stands at the position of its statement, DynamoDB's refusals too. */
  @Test
  void shouldPassOnRefusalsOfDynamoDbBesideItsOwn() {
    try (ProxiedTable table = table()) {
      String[] batch = IntStream.range(0, 25).mapToObj(Integer::toString).toArray(String[]::new);
      table.write(batch);
      table.proxy().use(FaultPlan.always(Fault.PARTLY_REFUSED, Duration.ZERO));

      Map<String, String> refused = table.write(batch);

      assertThat(refused.keySet()).containsExactly(batch);
      assertThat(refused.values())
          .containsOnly(
              "DuplicateItem",
              "ThrottlingError",
              "ProvisionedThroughputExceeded",
              "InternalServerError");
    }
  }

  @Test
  void shouldRefuseABatchOfOne() {
    try (ProxiedTable table = table(Fault.PARTLY_REFUSED)) {
      assertThat(table.write("1")).containsOnlyKeys("1");
      assertThat(table.stored()).isEmpty();
    }
  }

  @Test
  void shouldAnswerAfterTheClientHasGivenUp() {
    try (ProxiedTable table = new ProxiedTable(dynamoDb.endpoint(), SEED, Duration.ofSeconds(2))) {
      table.proxy().use(FaultPlan.always(Fault.DELAYED, Duration.ofSeconds(20)));

      List<CompletableFuture<BatchExecuteStatementResponse>> answers =
          Stream.of("1", "2", "3", "4").map(table::writeAsync).toList();

      assertThat(answers)
          .allSatisfy(
              answer ->
                  assertThatThrownBy(answer::join)
                      .hasCauseInstanceOf(ApiCallAttemptTimeoutException.class));
      // With this seed one of the first four delayed requests is written.
      Awaitility.await().untilAsserted(() -> assertThat(table.stored()).hasSize(1));
      assertThat(table.injected()).isEqualTo(Map.of(Fault.DELAYED, 4L));
    }
  }

  @Test
  void shouldWriteAfterTheClientHasGivenUp() {
    try (ProxiedTable table = new ProxiedTable(dynamoDb.endpoint(), SEED, Duration.ofSeconds(1))) {
      table.proxy().use(FaultPlan.always(Fault.LATE, Duration.ofSeconds(3)));

      assertThatThrownBy(() -> table.write("1")).isInstanceOf(ApiCallAttemptTimeoutException.class);
      assertThat(table.stored()).isEmpty();

      Awaitility.await().untilAsserted(() -> assertThat(table.stored()).containsExactly("1"));
      assertThat(table.injected()).isEqualTo(Map.of(Fault.LATE, 1L));
    }
  }

  @Test
  void shouldAnswerAPatientClientAfterTheDelay() {
    try (ProxiedTable table = table()) {
      Duration delay = Duration.ofMillis(300);
      table.proxy().use(FaultPlan.always(Fault.DELAYED, delay));

      Set<String> acknowledged = new HashSet<>();
      for (int i = 0; i < 4; i++) {
        String storeNumber = Integer.toString(i);
        long start = System.nanoTime();
        try {
          table.write(storeNumber);
          acknowledged.add(storeNumber);
        } catch (InternalServerErrorException e) {
          assertThat(e).hasMessageStartingWith("injected");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(delay);
      }

      assertThat(acknowledged).hasSizeBetween(1, 3);
      assertThat(table.stored()).isEqualTo(acknowledged);
    }
  }

  @Test
  void shouldResetWithoutWriting() {
    try (ProxiedTable table = table(Fault.RESET)) {
      assertThatThrownBy(() -> table.write("1")).isExactlyInstanceOf(SdkClientException.class);
      assertThatThrownBy(() -> table.write("2")).isExactlyInstanceOf(SdkClientException.class);
      assertThat(table.stored()).isEmpty();
      assertThat(table.injected()).isEqualTo(Map.of(Fault.RESET, 2L));
    }
  }

  @Test
  void shouldLoseTheAnswerOfWhatIsWritten() {
    try (ProxiedTable table = table(Fault.LOST)) {
      assertThatThrownBy(() -> table.write("1")).isExactlyInstanceOf(SdkClientException.class);
      assertThatThrownBy(() -> table.write("2")).isExactlyInstanceOf(SdkClientException.class);
      assertThat(table.stored()).containsExactlyInAnyOrder("1", "2");
      assertThat(table.injected()).isEqualTo(Map.of(Fault.LOST, 2L));
    }
  }

  @Test
  void shouldHarmWritesOnly() {
    try (ProxiedTable table = table(Fault.RESET)) {
      assertThat(table.proxied().describeTable(it -> it.tableName(table.name())).join().table())
          .isNotNull();
      assertThat(table.proxied().scan(it -> it.tableName(table.name())).join().count()).isZero();
      assertThat(table.injected()).isEmpty();
      assertThat(table.proxy().passed()).isZero();
    }
  }

  @Test
  void shouldRefuseEverythingDuringAnOutage() {
    try (ProxiedTable table = table()) {
      table.write("before");

      table.proxy().outage(true);

      assertThatThrownBy(() -> table.write("during")).isExactlyInstanceOf(SdkClientException.class);
      assertThatThrownBy(() -> table.proxied().listTables().join())
          .hasCauseExactlyInstanceOf(SdkClientException.class);
      assertThat(table.proxy().refused()).isEqualTo(2);

      table.proxy().outage(false);

      table.write("after");
      assertThat(table.stored()).containsExactlyInAnyOrder("before", "after");
      assertThat(table.proxy().refused()).isEqualTo(2);
    }
  }

  @Test
  void shouldResetWhenDynamoDbIsGone() {
    EmbeddedDynamoDb mortal = EmbeddedDynamoDb.start();
    try (ProxiedTable table = new ProxiedTable(mortal.endpoint(), SEED, ProxiedTable.PATIENT)) {
      mortal.close();

      assertThatThrownBy(() -> table.write("1")).isExactlyInstanceOf(SdkClientException.class);
    } finally {
      mortal.close();
    }
  }

  private ProxiedTable table() {
    return new ProxiedTable(dynamoDb.endpoint(), SEED, ProxiedTable.PATIENT);
  }

  private ProxiedTable table(Fault fault) {
    ProxiedTable table = table();
    table.proxy().use(FaultPlan.always(fault, Duration.ZERO));
    return table;
  }
}

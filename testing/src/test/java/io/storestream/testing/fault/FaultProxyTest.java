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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** What the writer's client observes of a fault, and what the table holds afterwards. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultProxyTest {

  private static final long SEED = 1;

  private final EmbeddedDynamoDb dynamoDb = SharedBackends.dynamoDb();

  @Test
  void shouldPassOnWithoutAPlan() {
    try (ProxiedTable table = table()) {
      table.put("1");

      assertThat(table.batch(List.of("2", "3"))).isEmpty();
      assertThat(table.stored()).containsExactlyInAnyOrder("1", "2", "3");
      assertThat(table.proxy().passed()).isEqualTo(2);
      assertThat(table.injected()).isEmpty();
    }
  }

  @Test
  void shouldPassOnRefusalsOfDynamoDb() {
    try (ProxiedTable table = table()) {
      assertThatThrownBy(
              () ->
                  table
                      .proxied()
                      .putItem(put -> put.tableName("NoSuchTable").item(Map.of()))
                      .join())
          .hasCauseInstanceOf(ResourceNotFoundException.class);
    }
  }

  @Test
  void shouldThrottleWithoutWriting() {
    try (ProxiedTable table = table(Fault.THROTTLED)) {
      assertThatThrownBy(() -> table.put("1"))
          .isInstanceOf(ProvisionedThroughputExceededException.class)
          .hasMessageStartingWith("injected");
      assertThatThrownBy(() -> table.batch(List.of("2")))
          .isInstanceOf(ProvisionedThroughputExceededException.class);
      assertThat(table.stored()).isEmpty();
      assertThat(table.injected()).isEqualTo(Map.of(Fault.THROTTLED, 2L));
      assertThat(table.proxy().passed()).isZero();
    }
  }

  @Test
  void shouldFailWithoutWriting() {
    try (ProxiedTable table = table(Fault.FAILED)) {
      assertThatThrownBy(() -> table.put("1")).isInstanceOf(InternalServerErrorException.class);
      assertThat(table.stored()).isEmpty();
      assertThat(table.injected()).isEqualTo(Map.of(Fault.FAILED, 1L));
    }
  }

  @Test
  void shouldLeaveAPartOfABatchUnprocessed() {
    try (ProxiedTable table = table(Fault.UNPROCESSED)) {
      List<String> batch = IntStream.range(0, 25).mapToObj(Integer::toString).toList();

      Set<String> unprocessed = table.batch(batch);

      assertThat(unprocessed).hasSizeBetween(1, 24);
      Set<String> rest = new HashSet<>(batch);
      rest.removeAll(unprocessed);
      assertThat(table.stored()).isEqualTo(rest);
      assertThat(table.injected()).isEqualTo(Map.of(Fault.UNPROCESSED, 1L));
    }
  }

  @Test
  void shouldLeaveABatchOfOneUnprocessed() {
    try (ProxiedTable table = table(Fault.UNPROCESSED)) {
      assertThat(table.batch(List.of("1"))).containsExactly("1");
      assertThat(table.stored()).isEmpty();
    }
  }

  @Test
  void shouldPassOnAPutThatCannotBeLeftUnprocessed() {
    try (ProxiedTable table = table(Fault.UNPROCESSED)) {
      table.put("1");

      assertThat(table.stored()).containsExactly("1");
      assertThat(table.injected()).isEmpty();
      assertThat(table.proxy().passed()).isEqualTo(1);
    }
  }

  @Test
  void shouldAnswerAfterTheClientHasGivenUp() {
    try (ProxiedTable table = new ProxiedTable(dynamoDb.endpoint(), SEED, Duration.ofSeconds(2))) {
      table.proxy().use(FaultPlan.always(Fault.DELAYED, Duration.ofSeconds(20)));

      List<CompletableFuture<PutItemResponse>> answers =
          Stream.of("1", "2", "3", "4").map(table::putAsync).toList();

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

      assertThatThrownBy(() -> table.put("1")).isInstanceOf(ApiCallAttemptTimeoutException.class);
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
          table.put(storeNumber);
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
      assertThatThrownBy(() -> table.put("1")).isExactlyInstanceOf(SdkClientException.class);
      assertThatThrownBy(() -> table.batch(List.of("2")))
          .isExactlyInstanceOf(SdkClientException.class);
      assertThat(table.stored()).isEmpty();
      assertThat(table.injected()).isEqualTo(Map.of(Fault.RESET, 2L));
    }
  }

  @Test
  void shouldLoseTheAnswerOfWhatIsWritten() {
    try (ProxiedTable table = table(Fault.LOST)) {
      assertThatThrownBy(() -> table.put("1")).isExactlyInstanceOf(SdkClientException.class);
      assertThatThrownBy(() -> table.batch(List.of("2")))
          .isExactlyInstanceOf(SdkClientException.class);
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
      table.put("before");

      table.proxy().outage(true);

      assertThatThrownBy(() -> table.put("during")).isExactlyInstanceOf(SdkClientException.class);
      assertThatThrownBy(() -> table.proxied().listTables().join())
          .hasCauseExactlyInstanceOf(SdkClientException.class);
      assertThat(table.proxy().refused()).isEqualTo(2);

      table.proxy().outage(false);

      table.put("after");
      assertThat(table.stored()).containsExactlyInAnyOrder("before", "after");
      assertThat(table.proxy().refused()).isEqualTo(2);
    }
  }

  @Test
  void shouldResetWhenDynamoDbIsGone() {
    EmbeddedDynamoDb mortal = EmbeddedDynamoDb.start();
    try (ProxiedTable table = new ProxiedTable(mortal.endpoint(), SEED, ProxiedTable.PATIENT)) {
      mortal.close();

      assertThatThrownBy(() -> table.put("1")).isExactlyInstanceOf(SdkClientException.class);
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

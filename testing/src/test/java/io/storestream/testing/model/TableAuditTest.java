package io.storestream.testing.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.storestream.cli.CommandFailedException;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.TableSetup;
import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.SharedBackends;
import io.storestream.testing.model.AuditReport.Difference;
import io.storestream.testing.workload.Change;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** Each kind of corruption, in a table of DynamoDB Local. Store 2 is deleted, 1 and 3 are not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TableAuditTest {

  private static final String TABLE = "Audited";
  private static final int STORES = 3;

  private final EmbeddedDynamoDb server = SharedBackends.dynamoDb();
  private final DynamoDbAsyncClient dynamoDb =
      DynamoDbClients.forReading(DynamoDbEndpoint.local(server.endpoint()), 2);
  private final ExpectedStores expected = new ExpectedStores();

  @BeforeAll
  void expect() {
    TableSetup.ofStores(dynamoDb, TABLE).ensure(new Billing.OnDemand());
    for (int number = 1; number <= STORES; number++) {
      String event =
          "{\"type\":\"UPSERT\",\"storeNumber\":\"%d\",\"store\":{\"country\":\"US\",\"city\":\"Omaha\"}}";
      expected.add(new Change("", event.formatted(number), 1));
    }
    expected.add(new Change("2", null, 2));
  }

  @BeforeEach
  void fill() {
    for (ExpectedStore store : expected.stores()) {
      put(item(store.storeNumber()));
    }
    delete("4");
  }

  @AfterAll
  void stop() {
    dynamoDb.close();
  }

  @Test
  void shouldFindAllEqual() {
    AuditReport report = audit();

    assertThat(report).isEqualTo(new AuditReport(3, 0, 0, 0, List.of()));
    assertThat(report.isExact()).isTrue();
  }

  @Test
  void shouldFindAMissingStore() {
    delete("1");

    AuditReport report = audit();

    assertThat(report)
        .isEqualTo(
            new AuditReport(
                2,
                1,
                0,
                0,
                List.of(
                    new Difference(
                        "1",
                        sorted(
                            Map.of(
                                "StoreNumber", "\"1\"",
                                "Version", "1000000000000",
                                "UpdatedAt", "\"1970-01-01T00:00:00.001Z\"",
                                "City", "\"Omaha\"",
                                "Country", "\"US\"",
                                "StateCityPostcode", "\"#OMAHA#\"")),
                        sorted(Map.of())))));
    assertThat(report.isExact()).isFalse();
  }

  @Test
  void shouldFindAMissingTombstone() {
    delete("2");

    assertThat(audit())
        .hasToString(
            "2 equal, 1 missing, 0 extra, 0 different\n"
                + "store 2: expected {ExpiresAt=a number, StoreNumber=\"2\","
                + " UpdatedAt=\"1970-01-01T00:00:00.002Z\", Version=2000000000000}, was {}");
  }

  @Test
  void shouldFindAnExtraStore() {
    put(Map.of("StoreNumber", fromS("4"), "City", fromS("Lima")));

    AuditReport report = audit();

    assertThat(report)
        .isEqualTo(
            new AuditReport(
                3,
                0,
                1,
                0,
                List.of(
                    new Difference(
                        "4",
                        sorted(Map.of()),
                        sorted(Map.of("City", "\"Lima\"", "StoreNumber", "\"4\""))))));
    assertThat(report.isExact()).isFalse();
  }

  @Test
  void shouldFindAnAlteredAttribute() {
    alter("1", item -> item.put("City", fromS("OMAHA")));

    assertDifferent("1", Map.of("City", "\"Omaha\""), Map.of("City", "\"OMAHA\""));
  }

  @Test
  void shouldFindAnAttributeTooManyAndOneTooFew() {
    alter(
        "3",
        item -> {
          item.put("Brand", fromS(""));
          item.remove("StateCityPostcode");
        });

    assertDifferent("3", Map.of("StateCityPostcode", "\"#OMAHA#\""), Map.of("Brand", "\"\""));
  }

  @Test
  void shouldFindAnAlteredVersion() {
    alter("1", item -> item.put("Version", fromN("1000000000001")));

    assertDifferent("1", Map.of("Version", "1000000000000"), Map.of("Version", "1000000000001"));
  }

  @Test
  void shouldFindAVersionThatIsNoNumber() {
    alter("1", item -> item.put("Version", fromS("1000000000000")));

    assertDifferent(
        "1", Map.of("Version", "1000000000000"), Map.of("Version", "\"1000000000000\""));
  }

  @Test
  void shouldFindAStoreThatIsToExpire() {
    alter("1", item -> item.put("ExpiresAt", fromN("1")));

    assertDifferent("1", Map.of(), Map.of("ExpiresAt", "a number"));
  }

  @Test
  void shouldFindATombstoneThatIsNotToExpire() {
    alter("2", item -> item.put("ExpiresAt", fromS("1")));

    assertDifferent("2", Map.of("ExpiresAt", "a number"), Map.of("ExpiresAt", "\"1\""));
  }

  @Test
  void shouldFindAResurrectedTombstone() {
    Map<String, AttributeValue> former = item("1");
    former.put("StoreNumber", fromS("2"));
    put(former);

    assertDifferent(
        "2",
        Map.of(
            "ExpiresAt", "a number",
            "UpdatedAt", "\"1970-01-01T00:00:00.002Z\"",
            "Version", "2000000000000"),
        Map.of(
            "City", "\"Omaha\"",
            "Country", "\"US\"",
            "StateCityPostcode", "\"#OMAHA#\"",
            "UpdatedAt", "\"1970-01-01T00:00:00.001Z\"",
            "Version", "1000000000000"));
  }

  @Test
  void shouldCountAllAndShowTen() {
    ExpectedStores many = new ExpectedStores();
    for (int number = 10; number < 30; number++) {
      many.add(new Change("" + number, null, 1));
    }

    AuditReport report = TableAudit.of(dynamoDb, TABLE, many);

    assertThat(report.examples()).hasSize(10);
    assertThat(report).isEqualTo(new AuditReport(0, 20, STORES, 0, report.examples()));
  }

  @Test
  void shouldNameTheTableThatCannotBeRead() {
    assertThatThrownBy(() -> TableAudit.of(dynamoDb, "NoSuchTable", expected))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageStartingWith("can't read table NoSuchTable to audit it: ")
        .hasCauseInstanceOf(ResourceNotFoundException.class);
  }

  private void assertDifferent(
      String storeNumber, Map<String, String> wanted, Map<String, String> actual) {
    assertThat(audit())
        .isEqualTo(
            new AuditReport(
                2, 0, 0, 1, List.of(new Difference(storeNumber, sorted(wanted), sorted(actual)))));
  }

  private AuditReport audit() {
    return TableAudit.of(dynamoDb, TABLE, expected);
  }

  private Map<String, AttributeValue> item(String storeNumber) {
    ExpectedStore store = expected.find(storeNumber).orElseThrow();
    Map<String, AttributeValue> item = store.item();
    if (store.isDeleted()) {
      item.put("ExpiresAt", fromN("1700000000"));
    }
    return item;
  }

  private void alter(String storeNumber, Consumer<Map<String, AttributeValue>> alteration) {
    Map<String, AttributeValue> item = item(storeNumber);
    alteration.accept(item);
    put(item);
  }

  private void put(Map<String, AttributeValue> item) {
    dynamoDb.putItem(request -> request.tableName(TABLE).item(item)).join();
  }

  private void delete(String storeNumber) {
    dynamoDb
        .deleteItem(
            request -> request.tableName(TABLE).key(Map.of("StoreNumber", fromS(storeNumber))))
        .join();
  }

  private static SortedMap<String, String> sorted(Map<String, String> attributes) {
    return new TreeMap<>(attributes);
  }
}

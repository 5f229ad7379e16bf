package io.storestream.benchmarks.micro;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.storestream.fixtures.EncodedStatements;
import io.storestream.ingester.topology.Resolution;
import io.storestream.kafka.record.StoreVersion;
import io.storestream.model.Fingerprint;
import io.storestream.model.Store;
import io.storestream.model.Version;
import io.storestream.model.event.StoreCodec;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;

/** A benchmark that returns something else measures something else. */
class MicroBenchmarksTest {

  private static final String STORE =
      "\"brand\":\"Northwind Coffee\",\"storeName\":\"125th & W. Center Rd.\","
          + "\"ownershipType\":\"Company Owned\",\"streetAddress\":\"12510 West Center Road\","
          + "\"city\":\"Omaha\",\"state\":\"NE\",\"country\":\"US\",\"postcode\":\"681443957\","
          + "\"phoneNumber\":\"402-555-0125\",\"timezone\":\"GMT-06:00 America/Chicago\","
          + "\"longitude\":-96.1,\"latitude\":41.23";

  @Test
  void shouldEncodeTheEventsOfAnEndlessFile() throws Exception {
    RowToEvent rows = new RowToEvent();
    String first = new String(rows.read(), UTF_8);
    assertThat(first)
        .isEqualTo(
            "{\"type\":\"UPSERT\",\"storeNumber\":\"2651-53179\","
                + "\"updatedAt\":\"2026-01-01T00:00:00Z\",\"store\":{"
                + STORE
                + "}}");

    // The file ends after its stores, and begins again.
    for (int row = 1; row < SampleStores.COUNT; row++) {
      assertThat(new String(rows.read(), UTF_8)).isNotEqualTo(first);
    }
    assertThat(new String(rows.read(), UTF_8)).isEqualTo(first);
  }

  @Test
  void shouldAcceptOtherContent() throws Exception {
    Store changed = SampleStores.changedStores().get(1);

    assertThat(new EventToDecision().accept()).isEqualTo(new Resolution.Accepted(nextDay(changed)));
  }

  @Test
  void shouldDropTheSameContent() throws Exception {
    Store same = SampleStores.stores().get(1);

    assertThat(new EventToDecision().dropDuplicate())
        .isEqualTo(new Resolution.Duplicate(nextDay(same)));
  }

  @Test
  void shouldResolveEveryStoreAlike() throws Exception {
    EventToDecision events = new EventToDecision();

    for (int event = 0; event < 2 * SampleStores.COUNT; event++) {
      assertThat(events.accept()).isInstanceOf(Resolution.Accepted.class);
    }
    for (int event = 0; event < 2 * SampleStores.COUNT; event++) {
      assertThat(events.dropDuplicate()).isInstanceOf(Resolution.Duplicate.class);
    }
  }

  @Test
  void shouldInsertTwentyFiveStores() {
    DecisionToRequest decisions = new DecisionToRequest();

    List<BatchStatementRequest> request = EncodedStatements.decode(decisions.insert());

    assertThat(request.get(0).statement())
        .startsWith("INSERT INTO \"StarbucksLocations\" VALUE {'StoreNumber':?,");
    assertThat(request.stream().map(it -> it.parameters().get(0)))
        .containsExactlyElementsOf(storeNumbers(0));
    assertThat(
            EncodedStatements.decode(decisions.insert()).stream().map(it -> it.parameters().get(0)))
        .containsExactlyElementsOf(storeNumbers(25));
  }

  @Test
  void shouldUpdateTwentyFiveStores() {
    List<BatchStatementRequest> request =
        EncodedStatements.decode(new DecisionToRequest().update());

    assertThat(request.get(0).statement())
        .startsWith("UPDATE \"StarbucksLocations\" SET ")
        .endsWith(" WHERE \"StoreNumber\"=? AND (\"Version\"<=? OR \"Version\" IS MISSING)");
    assertThat(request.stream().map(MicroBenchmarksTest::keyOfUpdate))
        .containsExactlyElementsOf(storeNumbers(0));
  }

  @Test
  void shouldRenderOneStore() {
    assertThat(new String(new ItemToJson().store(), UTF_8))
        .isEqualTo(
            "{\"storeNumber\":\"2651-53179\","
                + STORE
                + ",\"updatedAt\":\"2026-01-01T00:00:00Z\"}");
  }

  @Test
  void shouldRenderAPage() throws Exception {
    JsonNode page = new ObjectMapper().readTree(new ItemToJson().page());

    assertThat(page.fieldNames()).toIterable().containsExactly("stores", "nextCursor");
    assertThat(page.get("nextCursor").isNull()).isTrue();
    assertThat(page.get("stores").valueStream().map(it -> it.get("storeNumber").asText()))
        .containsExactlyElementsOf(
            SampleStores.stores().subList(0, 100).stream().map(Store::storeNumber).toList());
  }

  private static StoreVersion nextDay(Store store) {
    return StoreVersion.uncounted(
        Version.firstAt(Instant.parse("2026-01-02T00:00:00Z")),
        Fingerprint.of(StoreCodec.encode(store)),
        StoreVersion.locationsOf(store, true));
  }

  private static AttributeValue keyOfUpdate(BatchStatementRequest statement) {
    // The version of the condition is last.
    return statement.parameters().get(statement.parameters().size() - 2);
  }

  private static List<AttributeValue> storeNumbers(int from) {
    List<Store> stores = SampleStores.stores();
    return IntStream.range(from, from + 25)
        .mapToObj(it -> AttributeValue.fromS(stores.get(it).storeNumber()))
        .toList();
  }
}

package io.storestream.testing.model;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.storestream.testing.workload.Change;
import io.storestream.testing.workload.Fate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Each rule of conflict resolution, by example. Times are nanoseconds since 1970. */
class ExpectedStoresTest {

  private final ExpectedStores stores = new ExpectedStores();

  @Test
  void shouldTakeWhatIsNewer() {
    assertThat(add("A", 1)).isEqualTo(Fate.ACCEPTED);
    assertThat(add("B", 2)).isEqualTo(Fate.ACCEPTED);

    assertThat(item()).isEqualTo(open("B", 2_000_000, "00.000000002"));
  }

  @Test
  void shouldDropWhatIsOlder() {
    add("A", 2);

    assertThat(add("B", 1)).isEqualTo(Fate.STALE);
    assertThat(item()).isEqualTo(open("A", 2_000_000, "00.000000002"));
  }

  @Test
  void shouldNumberWhatDiffersAtOneTime() {
    add("A", 2);

    assertThat(add("B", 2)).isEqualTo(Fate.ACCEPTED);
    assertThat(item()).isEqualTo(open("B", 2_000_001, "00.000000002"));
    assertThat(add("A", 2)).isEqualTo(Fate.ACCEPTED);
    assertThat(item()).isEqualTo(open("A", 2_000_002, "00.000000002"));
    assertThat(add("A", 2)).isEqualTo(Fate.DUPLICATE);
    assertThat(item()).isEqualTo(open("A", 2_000_002, "00.000000002"));
    assertThat(add("B", 3)).isEqualTo(Fate.ACCEPTED);
    assertThat(item()).isEqualTo(open("B", 3_000_000, "00.000000003"));
  }

  @Test
  void shouldMoveOnWithWhatSaysTheSameButLeaveTheItem() {
    add("A", 1);

    assertThat(add("A", 3)).isEqualTo(Fate.DUPLICATE);
    assertThat(item()).isEqualTo(open("A", 1_000_000, "00.000000001"));
    assertThat(add("B", 2)).isEqualTo(Fate.STALE);
    assertThat(item()).isEqualTo(open("A", 1_000_000, "00.000000001"));
    assertThat(add("B", 3)).isEqualTo(Fate.ACCEPTED);
    assertThat(item()).isEqualTo(open("B", 3_000_001, "00.000000003"));
  }

  @Test
  void shouldTakeADeletionForAVersion() {
    add("A", 1);

    assertThat(delete(2)).isEqualTo(Fate.ACCEPTED);
    assertThat(item()).isEqualTo(deleted(2_000_000, "00.000000002"));
    assertThat(delete(4)).isEqualTo(Fate.DUPLICATE);
    assertThat(item()).isEqualTo(deleted(2_000_000, "00.000000002"));
    assertThat(add("A", 3)).isEqualTo(Fate.STALE);
    assertThat(add("A", 4)).isEqualTo(Fate.ACCEPTED);
    assertThat(item()).isEqualTo(open("A", 4_000_001, "00.000000004"));
  }

  @Test
  void shouldDeleteWhatWasNeverThere() {
    assertThat(stores.add(new Change("1", null, 5))).isEqualTo(Fate.ACCEPTED);
    assertThat(item()).isEqualTo(deleted(5_000_000_000_000L, "00.005"));
    assertThat(stores.find("1").orElseThrow().isDeleted()).isTrue();
  }

  @Test
  void shouldTakeTheTimestampOfTheRecordIfTheEventHasNone() {
    assertThat(stores.add(new Change("any", upsert("A", null), 6))).isEqualTo(Fate.ACCEPTED);
    assertThat(item()).isEqualTo(open("A", 6_000_000_000_000L, "00.006"));
    assertThat(stores.add(new Change("1", null, 7))).isEqualTo(Fate.ACCEPTED);
    assertThat(item()).isEqualTo(deleted(7_000_000_000_000L, "00.007"));
  }

  @Test
  void shouldTellTimesWithinAMillisecond() {
    stores.add(new Change("1", upsert("A", "1970-01-01T00:00:00.0019Z"), 9));

    assertThat(item()).isEqualTo(open("A", 1_900_000_000_000L, "00.001900"));
    assertThat(stores.add(new Change("1", upsert("B", "1970-01-01T00:00:00.001899999Z"), 9)))
        .isEqualTo(Fate.STALE);
    assertThat(stores.add(new Change("1", upsert("A", "1970-01-01T00:00:00.001900000Z"), 9)))
        .isEqualTo(Fate.DUPLICATE);
    assertThat(stores.add(new Change("1", upsert("B", "1970-01-01T00:00:00.001900001Z"), 9)))
        .isEqualTo(Fate.ACCEPTED);
    assertThat(item()).isEqualTo(open("B", 1_900_001_000_000L, "00.001900001"));
  }

  @Test
  void shouldSpellTheItemAsTheTableDoes() {
    String event =
        """
        {"type":"UPSERT","storeNumber":" 1 ","updatedAt":"1970-01-01T00:00:00.001Z","more":{},
         "store":{"brand":" B ","storeName":"\\u00a0","ownershipType":null,"streetAddress":"a  #b",
          "city":"  San  Jose\u0301#\\t1% ","state":"\\u00df","country":" c\\u00f4te #1 ",
          "phoneNumber":"1","timezone":"Z","longitude":-12.340,"latitude":1e1,"seats":4}}
        """;

    assertThat(stores.add(new Change("1", event, 0))).isEqualTo(Fate.ACCEPTED);
    assertThat(item())
        .isEqualTo(
            Map.ofEntries(
                Map.entry("StoreNumber", fromS("1")),
                Map.entry("Version", fromN("1000000000000")),
                Map.entry("UpdatedAt", fromS("1970-01-01T00:00:00.001Z")),
                Map.entry("Brand", fromS("B")),
                Map.entry("StreetAddress", fromS("a  #b")),
                Map.entry("City", fromS("San  José#\t1%")),
                Map.entry("State", fromS("ß")),
                Map.entry("Country", fromS("CÔTE %231")),
                Map.entry("StateCityPostcode", fromS("SS#SAN JOSÉ%23 1%25#")),
                Map.entry("PhoneNumber", fromS("1")),
                Map.entry("Timezone", fromS("Z")),
                Map.entry("Longitude", fromS("-12.340")),
                Map.entry("Latitude", fromS("10")),
                Map.entry("Cell", fromS("e9z0z")),
                Map.entry("GeohashStoreNumber", fromS("e9z0zhqq1pj5#1"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no event",
        "[]",
        "{} {}",
        "{\"type\":\"DELETE\"}",
        "{\"type\":\"delete\",\"storeNumber\":\"1\"}",
        "{\"type\":\"DELETE\",\"storeNumber\":1}",
        "{\"type\":\"DELETE\",\"storeNumber\":\"1\",\"storeNumber\":\"1\"}",
        "{\"type\":\"DELETE\",\"storeNumber\":\"1\",\"updatedAt\":\"yesterday\"}",
        "{\"type\":\"DELETE\",\"storeNumber\":\"1\",\"store\":{\"country\":\"US\"}}",
        "{\"type\":\"UPSERT\",\"storeNumber\":\"1\"}",
        "{\"type\":\"UPSERT\",\"storeNumber\":\"1\",\"store\":\"US\"}",
        "{\"type\":\"UPSERT\",\"storeNumber\":\"1\",\"store\":{\"country\":\" \"}}",
        "{\"type\":\"UPSERT\",\"storeNumber\":\"1\",\"store\":{\"country\":\"US\",\"city\":1}}",
        "{\"type\":\"UPSERT\",\"storeNumber\":\"1\",\"store\":{\"country\":\"U\\u0000S\"}}"
      })
  void shouldNotTakeWhatIsNoEvent(String value) {
    assertThat(stores.add(new Change("1", value, 1))).isEqualTo(Fate.DEAD_LETTERED);
    assertThat(stores.stores()).isEmpty();
  }

  @Test
  void shouldCountEachFateAndKeepStoresApart() {
    add("A", 2);
    add("A", 2);
    add("B", 1);
    stores.add(new Change("1", "no event", 3));
    stores.add(new Change("2", null, 4));

    assertThat(stores.fates())
        .isEqualTo(
            Map.of(Fate.ACCEPTED, 2L, Fate.DUPLICATE, 1L, Fate.STALE, 1L, Fate.DEAD_LETTERED, 1L));
    assertThat(stores.stores())
        .extracting(ExpectedStore::storeNumber)
        .containsExactlyInAnyOrder("1", "2");
    assertThat(stores.find("3")).isEmpty();
  }

  private Fate add(String name, int nanos) {
    return stores.add(new Change("1", upsert(name, time(nanos)), 1_000));
  }

  private Fate delete(int nanos) {
    String event = "{\"type\":\"DELETE\",\"storeNumber\":\"1\",\"updatedAt\":\"%s\"}";
    return stores.add(new Change("1", event.formatted(time(nanos)), 1_000));
  }

  private static String upsert(String name, @Nullable String updatedAt) {
    String time = updatedAt == null ? "null" : '"' + updatedAt + '"';
    return "{\"type\":\"UPSERT\",\"storeNumber\":\"1\",\"updatedAt\":%s,\"store\":{\"country\":\"us\",\"storeName\":\"%s\"}}"
        .formatted(time, name);
  }

  private static String time(int nanos) {
    return "1970-01-01T00:00:00.00000000%dZ".formatted(nanos);
  }

  private Map<String, AttributeValue> item() {
    return stores.find("1").orElseThrow().item();
  }

  private static Map<String, AttributeValue> open(String name, long version, String seconds) {
    return Map.of(
        "StoreNumber", fromS("1"),
        "Version", fromN(Long.toString(version)),
        "UpdatedAt", fromS("1970-01-01T00:00:" + seconds + "Z"),
        "StoreName", fromS(name),
        "Country", fromS("US"),
        "StateCityPostcode", fromS("##"));
  }

  private static Map<String, AttributeValue> deleted(long version, String seconds) {
    return Map.of(
        "StoreNumber", fromS("1"),
        "Version", fromN(Long.toString(version)),
        "UpdatedAt", fromS("1970-01-01T00:00:" + seconds + "Z"));
  }
}

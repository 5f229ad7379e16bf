package io.storestream.dynamodb.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.storestream.model.Store;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class StoreItemsTest {

  private static final Instant NOW = Instant.EPOCH;
  private static final Version VERSION = new Version(1_485_907_200_123_456_789L, 7);

  private static final StoreBuilder OMAHA = omaha("2651-53179");

  @Test
  void shouldHoldWhatIsThereAsGivenAndThePlaceNormalized() {
    assertThat(StoreItems.toItem(new VersionedStore("2651-53179", VERSION, OMAHA.build()), NOW))
        .isEqualTo(
            Map.ofEntries(
                Map.entry("StoreNumber", string("2651-53179")),
                Map.entry("StoreName", string("125th & W. Center Rd.")),
                Map.entry("City", string("Omaha")),
                Map.entry("State", string("NE")),
                Map.entry("Country", string("US")),
                Map.entry("StateCityPostcode", string("NE#OMAHA#")),
                Map.entry("Longitude", string("-96.10")),
                Map.entry("Latitude", string("41.24")),
                Map.entry("Cell", string("9z7dt")),
                Map.entry("GeohashStoreNumber", string("9z7dt5w07tnq#2651-53179")),
                Map.entry("UpdatedAt", string("2017-02-01T00:00:00.123456789Z")),
                Map.entry("Version", AttributeValue.fromN("1485907200123456789000007"))));
  }

  @Test
  void shouldDescribeEachTimeOfTimesThatTakeTurns() {
    Version later = new Version(VERSION.nanos() + 1, 0);

    assertThat(Stream.of(VERSION, later, later, VERSION).map(StoreItemsTest::tombstone))
        .extracting(item -> item.get("UpdatedAt"))
        .containsExactly(
            string("2017-02-01T00:00:00.123456789Z"),
            string("2017-02-01T00:00:00.123456790Z"),
            string("2017-02-01T00:00:00.123456790Z"),
            string("2017-02-01T00:00:00.123456789Z"));
  }

  private static Map<String, AttributeValue> tombstone(Version version) {
    return StoreItems.toItem(new VersionedStore("2651-53179", version, null), NOW);
  }

  @Test
  void shouldHaveNoCellWithoutBothCoordinates() {
    Store store = OMAHA.build();
    Map<String, AttributeValue> item =
        StoreItems.toItem(
            new VersionedStore(
                "2651-53179",
                VERSION,
                new StoreBuilder()
                    .storeNumber("2651-53179")
                    .set(StoreField.COUNTRY, "us")
                    .set(StoreField.LATITUDE, StoreField.LATITUDE.textOf(store))
                    .build()),
            NOW);

    assertThat(item)
        .containsOnlyKeys(
            "StoreNumber", "Country", "StateCityPostcode", "Latitude", "UpdatedAt", "Version");
  }

  @Test
  void shouldKeepASortKeyWithinTheLimitOfDynamoDb() {
    String number = "\ud83c\udfea".repeat(512); // 2,048 bytes
    Map<String, AttributeValue> item =
        StoreItems.toItem(new VersionedStore(number, VERSION, omaha(number).build()), NOW);

    assertThat(item.get("GeohashStoreNumber"))
        .isEqualTo(string("9z7dt5w07tnq#" + "\ud83c\udfea".repeat(250)));
  }

  @Test
  void shouldMakeATombstoneThatHasNoPlace() {
    assertThat(StoreItems.toItem(new VersionedStore("2651-53179", VERSION, null), NOW))
        .isEqualTo(
            Map.of(
                "StoreNumber", string("2651-53179"),
                "UpdatedAt", string("2017-02-01T00:00:00.123456789Z"),
                "Version", AttributeValue.fromN("1485907200123456789000007"),
                "ExpiresAt", AttributeValue.fromN("2592000")));
  }

  @Test
  void shouldReadWhatItWroteWithTheCountryNormalized() {
    VersionedStore deleted = new VersionedStore("1", VERSION, null);
    VersionedStore state = new VersionedStore("2651-53179", VERSION, OMAHA.build());

    Store expected = OMAHA.set(StoreField.COUNTRY, "US").build();
    assertThat(StoreItems.fromItem(StoreItems.toItem(state, NOW)))
        .isEqualTo(new VersionedStore("2651-53179", VERSION, expected));
    assertThat(StoreItems.fromItem(StoreItems.toItem(deleted, NOW))).isEqualTo(deleted);
  }

  @Test
  void shouldReadAVersionInAnySpelling() {
    Map<String, AttributeValue> item =
        Map.of(
            "StoreNumber",
            string("1"),
            "Version",
            AttributeValue.fromN("1.485907200123456789E+24"));

    assertThat(StoreItems.fromItem(item))
        .isEqualTo(new VersionedStore("1", new Version(1_485_907_200_123_456_789L, 0), null));
  }

  @Test
  void shouldRefuseAVersionThatIsNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> StoreItems.fromItem(Map.of("StoreNumber", string("1"), "Version", string("1"))))
        .withMessage("Version is not a number");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                StoreItems.fromItem(
                    Map.of("StoreNumber", string("1"), "Version", AttributeValue.fromN("1.5"))))
        .withMessage("not a version: 1.5");
  }

  @Test
  void shouldReadAnItemOfAProgramThatKnowsNoVersions() {
    Map<String, AttributeValue> item =
        Map.of("StoreNumber", string("1"), "Country", string("A%23B"), "City", string("Ulm"));

    Store expected =
        new StoreBuilder()
            .storeNumber("1")
            .set(StoreField.COUNTRY, "A#B")
            .set(StoreField.CITY, "Ulm")
            .build();
    assertThat(StoreItems.fromItem(item))
        .isEqualTo(new VersionedStore("1", StoreItems.UNVERSIONED, expected));
  }

  @Test
  void shouldRefuseAnItemOfNobody() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StoreItems.fromItem(Map.of("City", string("Ulm"))))
        .withMessage("an item without StoreNumber");
  }

  private static AttributeValue string(String text) {
    return AttributeValue.fromS(text);
  }

  private static StoreBuilder omaha(String storeNumber) {
    return new StoreBuilder()
        .storeNumber(storeNumber)
        .set(StoreField.STORE_NAME, "125th & W. Center Rd.")
        .set(StoreField.CITY, "Omaha")
        .set(StoreField.STATE, "NE")
        .set(StoreField.COUNTRY, "us")
        .set(StoreField.LONGITUDE, "-96.10")
        .set(StoreField.LATITUDE, "41.24");
  }
}

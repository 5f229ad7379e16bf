package io.storestream.model.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.storestream.model.Store;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class StoreChangeCodecTest {

  private static final Instant FEBRUARY = Instant.parse("2017-02-01T00:00:00Z");
  private static final long RECORD_TIMESTAMP = Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();

  private static final Store STORE =
      new StoreBuilder()
          .storeNumber("2651-53179")
          .set(StoreField.STORE_NAME, "125th & W. Center Rd.")
          .set(StoreField.CITY, "Omaha")
          .set(StoreField.STATE, "NE")
          .set(StoreField.COUNTRY, "US")
          .set(StoreField.POSTCODE, "681443957")
          .set(StoreField.LATITUDE, "41.24")
          .build();

  @Test
  void shouldWriteAnUpsert() {
    assertThat(text(new StoreChange.Upsert(STORE, FEBRUARY)))
        .isEqualTo(
            "{\"type\":\"UPSERT\",\"storeNumber\":\"2651-53179\","
                + "\"updatedAt\":\"2017-02-01T00:00:00Z\","
                + "\"store\":{\"storeName\":\"125th & W. Center Rd.\",\"city\":\"Omaha\","
                + "\"state\":\"NE\",\"country\":\"US\",\"postcode\":\"681443957\","
                + "\"latitude\":41.24}}");
  }

  @Test
  void shouldWriteADelete() {
    assertThat(text(new StoreChange.Delete("2651-53179", FEBRUARY)))
        .isEqualTo(
            "{\"type\":\"DELETE\",\"storeNumber\":\"2651-53179\","
                + "\"updatedAt\":\"2017-02-01T00:00:00Z\"}");
  }

  @Test
  void shouldReadWhatItWrote() throws InvalidEventException {
    StoreChange upsert = new StoreChange.Upsert(STORE, FEBRUARY);
    StoreChange delete = new StoreChange.Delete("2651-53179", FEBRUARY);

    assertThat(decode(text(upsert))).isEqualTo(upsert);
    assertThat(decode(text(delete))).isEqualTo(delete);
  }

  @Test
  void shouldReadNamesInAnyOrderAndPassOverUnknownOnes() throws InvalidEventException {
    String json =
        """
        {"store": {"storeNumber": "other", "extra": [{"a": 1}], "country": "US", "city": null},
         "x": {"store": {}}, "updatedAt": "2017-02-01T01:00:00+01:00",
         "storeNumber": " 2651-53179 ", "type": "UPSERT"}
        """;

    Store expected =
        new StoreBuilder().storeNumber("2651-53179").set(StoreField.COUNTRY, "US").build();
    assertThat(decode(json)).isEqualTo(new StoreChange.Upsert(expected, FEBRUARY));
  }

  @Test
  void shouldTakeTheRecordTimestampIfTheEventHasNoTime() throws InvalidEventException {
    assertThat(decode("{\"type\":\"DELETE\",\"storeNumber\":\"1\"}"))
        .isEqualTo(new StoreChange.Delete("1", Instant.ofEpochMilli(RECORD_TIMESTAMP)));
  }

  @Test
  void shouldTakeARecordWithoutValueForADelete() throws InvalidEventException {
    assertThat(StoreChangeCodec.decode("2651-53179".getBytes(UTF_8), null, RECORD_TIMESTAMP))
        .isEqualTo(new StoreChange.Delete("2651-53179", Instant.ofEpochMilli(RECORD_TIMESTAMP)));
  }

  @Test
  void shouldSayWhatIsWrongWithARecordWithoutValue() {
    assertInvalid(null, null, "the record has neither key nor value");
    assertInvalid(
        new byte[0],
        null,
        "the record has no value and its key names no store: it is empty; publish the store number"
            + " as plain text, or a DELETE event");
    assertInvalid(
        "1".repeat(3_000).getBytes(UTF_8),
        null,
        "the record has no value and its key names no store: it takes 3,000 bytes, and a store"
            + " number at most 2,048; publish the store number as plain text, or a DELETE event");
    assertInvalid("\"\\ud83d\"".getBytes(UTF_8), null, "storeNumber is not valid Unicode");
  }

  @Test
  void shouldLeaveOutCoordinatesThatAreNoneAndSaySo() throws InvalidEventException {
    List<String> problems = new ArrayList<>();
    String json =
        """
        {"type":"UPSERT","storeNumber":"1","store":{"country":"US","latitude":%s,"longitude":%s}}
        """;

    StoreChange bad = decode(json.formatted("91", "{\"degrees\":[2]}"), null, problems);
    StoreChange good = decode(json.formatted("\"41.24\"", "1e2"), null, problems);

    StoreBuilder store = new StoreBuilder().storeNumber("1").set(StoreField.COUNTRY, "US");
    Instant time = Instant.ofEpochMilli(RECORD_TIMESTAMP);
    assertThat(bad).isEqualTo(new StoreChange.Upsert(store.build(), time));
    assertThat(problems)
        .containsExactly(
            "longitude is not a number: an object", "latitude is not from -90 to 90: 91");
    store.set(StoreField.LATITUDE, "41.24").set(StoreField.LONGITUDE, "100");
    assertThat(good).isEqualTo(new StoreChange.Upsert(store.build(), time));
  }

  @Test
  void shouldTakeNumbersForTimesIfTheirUnitIsKnown() throws InvalidEventException {
    String json = "{\"type\":\"DELETE\",\"storeNumber\":\"1\",\"updatedAt\":%s}";
    StoreChange expected = new StoreChange.Delete("1", FEBRUARY);

    assertThat(decode(json.formatted("1485907200"), EpochUnit.SECONDS, List.of()))
        .isEqualTo(expected);
    assertThat(decode(json.formatted("\"1485907200000\""), EpochUnit.MILLIS, List.of()))
        .isEqualTo(expected);
    assertThat(decode(json.formatted("\"2017-02-01 00:00+00\""), EpochUnit.MILLIS, List.of()))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          00000000050a4b32352d34       | Avro or Protobuf behind a magic byte and the schema ID 5; set --schema-registry, or publish JSON text
          00000186a17b2274797065223a7d | JSON behind a magic byte and the schema ID 100001; set --schema-registry, or publish JSON text
          aced000574                   | a serialized Java object; publish JSON text
          1f8b080000                   | compressed with gzip; publish JSON text
          0a0544454c4554ff             | binary or damaged text; publish JSON text
          4b323500                     | binary; publish JSON text
          """)
  void shouldSayWhatABinaryValueSeemsToBe(String hex, String seeming) {
    assertInvalid(null, HexFormat.of().parseHex(hex), "not JSON: the value seems to be " + seeming);
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "invalid-events.csv", useHeadersInDisplayName = true)
  void shouldSayWhatIsWrongWithAnEvent(String description, @Nullable String event, String reason) {
    assertThatExceptionOfType(InvalidEventException.class)
        .as(description)
        .isThrownBy(() -> decode(event == null ? "" : event))
        .satisfies(e -> assertThat(e.getMessage()).startsWith(reason));
  }

  private static void assertInvalid(byte @Nullable [] key, byte @Nullable [] value, String reason) {
    assertThatExceptionOfType(InvalidEventException.class)
        .isThrownBy(() -> StoreChangeCodec.decode(key, value, RECORD_TIMESTAMP))
        .withMessage(reason);
  }

  private static StoreChange decode(String json) throws InvalidEventException {
    return StoreChangeCodec.decode(null, json.getBytes(UTF_8), RECORD_TIMESTAMP);
  }

  private static StoreChange decode(String json, @Nullable EpochUnit epoch, List<String> problems)
      throws InvalidEventException {
    return StoreChangeCodec.decode(
        null, json.getBytes(UTF_8), Instant.ofEpochMilli(RECORD_TIMESTAMP), epoch, problems::add);
  }

  private static String text(StoreChange change) {
    return new String(StoreChangeCodec.encode(change), UTF_8);
  }
}

package io.storestream.queryapi.render;

import static io.storestream.queryapi.Http.problem;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.storestream.model.Store;
import io.storestream.model.VersionedStore;
import io.storestream.queryapi.Http;
import io.storestream.queryapi.Stores;
import io.storestream.queryapi.TestApi;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FormatsTest {

  private static final String STORES = "/v1/stores?country=US";
  private TestApi api;
  private Http http;

  @BeforeAll
  void start() {
    api = TestApi.over("FormatsTest");
    http = api.http();
    api.put(
        store("1", "125th \"W\", Rd.\r\n2nd floor", "-96.10", "41.24"),
        store("2", null, "-96.10", null),
        store("3, \u5e97", "\ud83c\udfea", null, null));
  }

  private static VersionedStore store(
      String number, @Nullable String name, @Nullable String longitude, @Nullable String latitude) {
    return Stores.versioned(
        new Store(
            number,
            "Starbucks",
            name,
            "Licensed",
            "12245 W",
            "Omaha",
            "NE",
            "us",
            "6814" + number.charAt(0),
            "402",
            "GMT-06:00",
            longitude == null ? null : new BigDecimal(longitude),
            latitude == null ? null : new BigDecimal(latitude)),
        Instant.parse("2017-02-01T00:00:00Z"));
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @Test
  void shouldWriteTheColumnsThatProduceReads() {
    assertThat(http.get(STORES + "&format=csv"))
        .isEqualTo(
            new Http.Answer(
                200,
                "text/csv;charset=utf-8;header=present",
                "Brand,Store Number,Store Name,Ownership Type,Street Address,City,"
                    + "State/Province,Country,Postcode,Phone Number,Timezone,Longitude,Latitude\r\n"
                    + "Starbucks,1,\"125th \"\"W\"\", Rd.\r\n2nd floor\",Licensed,12245 W,Omaha,NE,"
                    + "US,68141,402,GMT-06:00,-96.10,41.24\r\n"
                    + "Starbucks,2,,Licensed,12245 W,Omaha,NE,"
                    + "US,68142,402,GMT-06:00,-96.10,\r\n"
                    + "Starbucks,\"3, \u5e97\",\ud83c\udfea,Licensed,12245 W,Omaha,NE,"
                    + "US,68143,402,GMT-06:00,,\r\n"));
  }

  @Test
  void shouldWriteCsvThatReadersUnderstand() {
    // when
    String csv = http.get(STORES + "&format=csv").body();
    // then
    List<CsvRecord> records = CsvReader.builder().ofCsvRecord(csv).stream().toList();
    assertThat(records).hasSize(4).allMatch(row -> row.getFieldCount() == 13);
    assertThat(records.get(1).getField(2)).isEqualTo("125th \"W\", Rd.\r\n2nd floor");
  }

  @Test
  void shouldWriteNoFileIfThereAreNoStores() {
    assertThat(http.get("/v1/stores?country=AQ&format=csv").status()).isEqualTo(404);
    assertThat(http.get("/v1/stores?country=AQ&format=ndjson").status()).isEqualTo(404);
  }

  @Test
  void shouldWriteOneObjectALine() {
    // given
    String location =
        "\"ownershipType\":\"Licensed\",\"streetAddress\":\"12245 W\",\"city\":\"Omaha\","
            + "\"state\":\"NE\",\"country\":\"US\",\"postcode\":";
    String rest = ",\"phoneNumber\":\"402\",\"timezone\":\"GMT-06:00\",";
    String time = "\"updatedAt\":\"2017-02-01T00:00:00Z\"}\n";
    // when, then
    assertThat(http.get(STORES + "&format=ndjson"))
        .isEqualTo(
            new Http.Answer(
                200,
                "application/x-ndjson",
                "{\"storeNumber\":\"1\",\"brand\":\"Starbucks\","
                    + "\"storeName\":\"125th \\\"W\\\", Rd.\\r\\n2nd floor\","
                    + location
                    + "\"68141\""
                    + rest
                    + "\"longitude\":-96.10,\"latitude\":41.24,"
                    + time
                    + "{\"storeNumber\":\"2\",\"brand\":\"Starbucks\","
                    + location
                    + "\"68142\""
                    + rest
                    + "\"longitude\":-96.10,"
                    + time
                    + "{\"storeNumber\":\"3, \u5e97\",\"brand\":\"Starbucks\","
                    + "\"storeName\":\"\ud83c\udfea\","
                    + location
                    + "\"68143\""
                    + rest
                    + time));
  }

  @Test
  void shouldWriteFeaturesWithAPointWhereBothCoordinatesAreKnown() {
    // when
    HttpResponse<String> first = http.send("GET", STORES + "&format=geojson&limit=1");
    Http.Answer all = http.get(STORES + "&format=geojson");
    // then
    assertThat(first.headers().firstValue("Content-Type")).hasValue("application/geo+json");
    assertThat(first.body())
        .startsWith(
            "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"id\":\"1\","
                + "\"geometry\":{\"type\":\"Point\",\"coordinates\":[-96.10,41.24]},"
                + "\"properties\":{\"storeNumber\":\"1\",\"brand\":\"Starbucks\",")
        .matches("(?s).*\"updatedAt\":\"2017-02-01T00:00:00Z\"}}],\"nextCursor\":\"[\\w-]+\"}");
    assertThat(all.body())
        .contains("\"id\":\"2\",\"geometry\":null,\"properties\":{")
        .contains("\"id\":\"3, \u5e97\",\"geometry\":null,\"properties\":{")
        .endsWith("}],\"nextCursor\":null}");
  }

  @Test
  void shouldWriteWhatTheClientAccepts() {
    assertThat(contentType("Accept", "text/csv")).startsWith("text/csv;");
    assertThat(contentType("Accept", "application/geo+json, */*;q=0.1"))
        .isEqualTo("application/geo+json");
    assertThat(contentType("Accept", "text/html, */*;q=0.8"))
        .isEqualTo("application/json;charset=utf-8");
    assertThat(Http.header(http.send("GET", STORES, "Accept", "text/csv"), "Vary"))
        .isEqualTo("Accept-Encoding, Accept");
  }

  private String contentType(String... headers) {
    return Http.answer(http.send("GET", STORES, headers)).contentType();
  }

  @Test
  void shouldSayWhatItCouldWrite() {
    // when
    HttpResponse<String> refused = http.send("GET", STORES, "Accept", "text/html");
    // then
    assertThat(Http.answer(refused))
        .isEqualTo(
            problem(
                406,
                "{\"type\":\"about:blank\",\"title\":\"Not Acceptable\",\"status\":406,"
                    + "\"detail\":\"there is only application/json, application/geo+json,"
                    + " application/x-ndjson, text/csv\",\"instance\":\"/v1/stores\"}"));
    assertThat(http.send("GET", STORES + "&format=json", "Accept", "text/html").statusCode())
        .isEqualTo(200);
  }
}

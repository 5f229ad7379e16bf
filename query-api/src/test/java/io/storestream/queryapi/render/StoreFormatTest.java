package io.storestream.queryapi.render;

import static io.storestream.queryapi.http.problem.ProblemAssert.assertFailsWith;
import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.http.HttpStatus;
import io.storestream.queryapi.http.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StoreFormatTest {

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "/accept.csv", numLinesToSkip = 1)
  void shouldBeTheFormatWithTheHighestQuality(
      String description, String accept, StoreFormat expected) {
    assertThat(StoreFormat.of(StoreFormat.ALL, null, List.of(accept)))
        .as(description)
        .isEqualTo(expected);
  }

  @Test
  void shouldBeJsonByDefault() {
    assertThat(StoreFormat.of(StoreFormat.ALL, null, List.of())).isEqualTo(StoreFormat.JSON);
  }

  @Test
  void shouldReadAllLinesOfTheField() {
    assertThat(
            StoreFormat.of(
                StoreFormat.ALL, null, List.of("text/html", "text/csv, application/json;q=0.5")))
        .isEqualTo(StoreFormat.CSV);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html",
        "image/*",
        "application/json;q=0",
        "*/*;q=0",
        "application/problem+json",
        "csv",
        "text/csv/x",
        "text/csv;q=NaN",
        "*/csv;q=0.0004"
      })
  void shouldRefuseClientsThatAcceptNoFormat(String accept) {
    assertFailsWith(
        new Problem(
            HttpStatus.NOT_ACCEPTABLE,
            "there is only application/json, application/geo+json,"
                + " application/x-ndjson, text/csv"),
        () -> StoreFormat.of(StoreFormat.ALL, null, List.of(accept)));
  }

  @Test
  void shouldRefuseAnOpenQuote() {
    assertFailsWith(
        new Problem(HttpStatus.BAD_REQUEST, "Accept has a quote that does not close", "Accept"),
        () -> StoreFormat.of(StoreFormat.ALL, null, List.of("text/csv;x=\"a, */*")));
  }

  @Test
  void shouldBeOneOfThoseOffered() {
    List<StoreFormat> offered = List.of(StoreFormat.GEOJSON, StoreFormat.CSV);
    assertThat(StoreFormat.of(offered, null, List.of())).isEqualTo(StoreFormat.GEOJSON);
    assertThat(StoreFormat.of(offered, null, List.of("application/json, text/*;q=0.1")))
        .isEqualTo(StoreFormat.CSV);
    assertFailsWith(
        new Problem(HttpStatus.BAD_REQUEST, "format must be one of geojson, csv", "format"),
        () -> StoreFormat.of(offered, "json", List.of()));
  }

  @Test
  void shouldPreferTheParameterToAccept() {
    assertThat(StoreFormat.of(StoreFormat.ALL, "geojson", List.of("text/html")))
        .isEqualTo(StoreFormat.GEOJSON);
  }
}

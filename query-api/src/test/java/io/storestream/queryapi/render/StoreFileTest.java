package io.storestream.queryapi.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storestream.model.LocationLookup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StoreFileTest {

  @ParameterizedTest
  @CsvSource({
    "US, , , , stores-US.csv",
    "us, ne, , , stores-US-NE.csv",
    "US, NE, Omaha, 68144, stores-US-NE-OMAHA-68144.csv",
    "US, NY, New  York, , stores-US-NY-NEW_YORK.csv",
    "US, '', '', , stores-US--.csv",
    "GB, ENG, 'St. John''s', , stores-GB-ENG-ST_JOHN_S.csv",
    "'../a\"\\\r\n', , , , stores-_A_.csv",
  })
  void shouldNameTheFileAfterTheLocation(
      String country,
      @Nullable String state,
      @Nullable String city,
      @Nullable String postcode,
      String name) {
    assertThat(disposition(StoreFormat.CSV, new LocationLookup(country, state, city, postcode)))
        .isEqualTo("attachment; filename=\"" + name + "\"");
  }

  @Test
  void shouldNameTheWholeListByItsFormat() {
    assertThat(disposition(StoreFormat.CSV, null)).isEqualTo("attachment; filename=\"stores.csv\"");
    assertThat(disposition(StoreFormat.NDJSON, null))
        .isEqualTo("attachment; filename=\"stores.ndjson\"");
    assertThat(disposition(StoreFormat.GEOJSON, null))
        .isEqualTo("attachment; filename=\"stores.geojson\"");
  }

  @Test
  void shouldGiveAPlainNameBesideOneWithOtherLetters() {
    assertThat(disposition(StoreFormat.CSV, new LocationLookup("DE", "BY", "M\u00fcnchen", null)))
        .isEqualTo(
            "attachment; filename=\"stores-DE-BY-M_NCHEN.csv\";"
                + " filename*=UTF-8''stores-DE-BY-M%C3%9CNCHEN.csv");
  }

  @Test
  void shouldKeepNamesShortEnoughForFileSystems() {
    // given: characters of four bytes, outside of the basic plane
    String city = "\ud840\udc00".repeat(200);

    String disposition =
        disposition(StoreFormat.GEOJSON, new LocationLookup("CN", "31", city, null));

    assertThat(disposition)
        .endsWith("filename*=UTF-8''stores-CN-31-" + "%F0%A0%80%80".repeat(47) + ".geojson");
  }

  @Test
  void shouldHaveNoFileOfPages() {
    assertThatThrownBy(() -> StoreFile.of(StoreFormat.JSON, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("JSON has pages only");
  }

  private static String disposition(StoreFormat format, @Nullable LocationLookup lookup) {
    return StoreFile.of(format, lookup).disposition();
  }
}

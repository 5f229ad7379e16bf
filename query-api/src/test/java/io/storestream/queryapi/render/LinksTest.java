package io.storestream.queryapi.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.model.Location;
import io.storestream.model.LocationLookup;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LinksTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "US | /v1/locations/US | /v1/stores?country=US",
        "us,ne | /v1/locations/US/NE | /v1/stores?country=US&state=NE",
        "US,NE,Omaha | /v1/locations/US/NE/OMAHA | /v1/stores?country=US&state=NE&city=OMAHA",
        "US,,New York | /v1/locations/US/%20/NEW%20YORK | /v1/stores?country=US&state=&city=NEW%20YORK",
        "A/B,..,. | /v1/locations/A%2FB/..%20/.%20 | /v1/stores?country=A%2FB&state=..&city=.",
        "*,a+b,%2F# | /v1/locations/*/A%2BB/%252F%23 | /v1/stores?country=*&state=A%2BB&city=%252F%23"
      })
  void shouldEncodeNames(String names, String location, String stores) {
    Location linked = new Location(List.of(names.split(",", -1)));
    assertThat(Links.to(linked)).isEqualTo(location);
    assertThat(Links.toStores(linked)).isEqualTo(stores);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "'' | US | /v1/locations/US",
        "US | '' | /v1/locations/US/%20",
        "US,NE | OMAHA | /v1/locations/US/NE/OMAHA",
        "US,NE,OMAHA | 1 A#B | /v1/stores?country=US&state=NE&city=OMAHA&postcode=1%20A%23B",
        "US,NE,OMAHA | '' | none"
      })
  void shouldLinkToLocationsAndBelowCitiesToStores(
      String parent, String child, @Nullable String expected) {
    Location location =
        parent.isEmpty() ? Location.WORLD : new Location(List.of(parent.split(",", -1)));
    assertThat(Links.toChild(location, child)).isEqualTo(expected);
  }

  @Test
  void shouldRepeatWhatTheRequestGave() {
    LocationLookup lookup = new LocationLookup("us", "ne", null, null);
    assertThat(Links.toPage(lookup, "10", "geojson", "AbC-_"))
        .isEqualTo("/v1/stores?country=US&state=NE&limit=10&format=geojson&cursor=AbC-_");
    assertThat(Links.toPage(lookup, null, null, "AbC-_"))
        .isEqualTo("/v1/stores?country=US&state=NE&cursor=AbC-_");
  }
}

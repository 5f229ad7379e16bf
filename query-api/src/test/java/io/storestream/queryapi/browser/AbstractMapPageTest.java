package io.storestream.queryapi.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import io.storestream.model.VersionedStore;
import io.storestream.queryapi.Stores;
import io.storestream.queryapi.TestApi;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Opens the map at {@code /} in a browser, with four stores near Omaha and two others. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractMapPageTest {

  /** The main views, all of which have something to show. */
  static final List<String> VIEWS =
      List.of(
          "/",
          "/?country=US",
          "/?country=US&state=NE&city=OMAHA",
          "/?country=US&state=NE&city=OMAHA&postcode=68144",
          "/?store=omaha-1",
          "/?near=41.25,-96",
          "/?list=view&at=41.25,-96,10");

  private final TestApi api = TestApi.over(getClass().getSimpleName());
  Browser browser;
  MapPageObject page;

  @BeforeAll
  void fill(@TempDir Path profile) {
    browser = Browser.start(profile);
    page = new MapPageObject(browser, api.port());
    api.put(
        store("omaha-1", "Center Road", "US", "NE", "Omaha", "68144", 41.234, -96.106),
        store("omaha-2", "Oak View", "US", "NE", "Omaha", "68144", 41.236, -96.121),
        store("omaha-3", "Old Market", "US", "NE", "Omaha", "68102", 41.256, -95.934),
        store("lincoln", "Haymarket", "US", "NE", "Lincoln", "68508", 40.815, -96.71),
        store("london", "Strand", "GB", "ENG", "London", "WC2N 5HR", 51.509, -0.125),
        Stores.at("nowhere", "US", "NE", "Omaha", null));
  }

  @BeforeEach
  void open() {
    browser.reset();
    browser.resize(1280, 800, "light");
  }

  @AfterAll
  void stop() {
    browser.close();
    api.close();
  }

  static VersionedStore store(
      String number,
      String name,
      String country,
      String state,
      String city,
      String postcode,
      double latitude,
      double longitude) {
    return Stores.versioned(
        new StoreBuilder()
            .storeNumber(number)
            .set(StoreField.STORE_NAME, name)
            .set(StoreField.COUNTRY, country)
            .set(StoreField.STATE, state)
            .set(StoreField.CITY, city)
            .set(StoreField.POSTCODE, postcode)
            .set(StoreField.LATITUDE, Double.toString(latitude))
            .set(StoreField.LONGITUDE, Double.toString(longitude))
            .build(),
        Instant.EPOCH.plusMillis(1));
  }

  void assertQuiet() {
    assertThat(browser.console()).isEmpty();
  }
}

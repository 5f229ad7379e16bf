package io.storestream.queryapi.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.TableSetup;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import io.storestream.model.VersionedStore;
import io.storestream.queryapi.Stores;
import io.storestream.queryapi.TestApi;
import io.storestream.queryapi.http.HttpSettings;
import io.storestream.queryapi.http.access.ApiKeys;
import io.storestream.queryapi.suggest.Suggestions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** Opens the map at {@code /} in a browser. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MapPageTest {

  /** The main views, all of which have something to show. */
  private static final List<String> VIEWS =
      List.of(
          "/",
          "/?country=US",
          "/?country=US&state=NE&city=OMAHA",
          "/?country=US&state=NE&city=OMAHA&postcode=68144",
          "/?store=omaha-1",
          "/?near=41.25,-96",
          "/?list=view&at=41.25,-96,10");

  /** How soon a change has to be seen. */
  private static final Duration LIVE = Duration.ofSeconds(5);

  @TempDir private static Path profile;

  private final TestApi api = TestApi.over("MapPageTest");
  private Browser browser;
  private MapPageObject page;

  @BeforeAll
  void fill() {
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

  private static VersionedStore store(
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

  @Test
  void shouldLeadFromTheWorldToTheStoresOfAPostcode() {
    page.show("/");
    assertThat(page.title()).isEqualTo("All stores");
    assertThat(page.subtitle()).isEqualTo("6 stores in 2 countries");
    assertThat(page.rows()).containsExactly("United States 5", "United Kingdom 1");

    page.choose("United States", "5 stores in 1 state");
    page.choose("NE", "5 stores in 2 cities");
    assertThat(page.rows()).containsExactly("Omaha 4", "Lincoln 1");
    page.choose("Omaha", "4 stores in 3 postcodes");
    page.choose("68144", "2 stores");
    assertThat(page.rows()).containsExactly("Center Road omaha-1", "Oak View omaha-2");
    page.choose("Center Road", "Store omaha-1");

    assertThat(page.crumbs())
        .containsExactly("All stores", "United States", "NE", "Omaha", "68144");
    assertThat(page.fields())
        .containsEntry("City", "Omaha")
        .containsEntry("Postcode", "68144")
        .containsEntry("Coordinates", "41.234, -96.106");
    page.awaitMapAt(41.234, -96.106, 0.01);
    assertQuiet();
  }

  @Test
  void shouldMoveTheMapToWhatIsChosen() {
    page.show("/?country=GB");
    page.awaitMapAt(54.5, -2.5, 2);
    assertThat(page.drawn()).containsExactly("1");

    page.choose("ENG", "1 store in 1 city");

    page.awaitMapAt(51.509, -0.125, 0.01);
    Browser.await().untilAsserted(() -> assertThat(page.drawn()).containsExactly("1 london"));
    assertThat(page.count()).isEqualTo("1 store in view");
    assertQuiet();
  }

  /** The API answers with short pages, as these stores are in many cells. */
  @Test
  void shouldListAllStoresOfAWindow() {
    try (TestApi many = TestApi.over("MapPageTestMany")) {
      many.put(
          IntStream.range(0, 130)
              .mapToObj(
                  i ->
                      store(
                          "s" + i, "Store", "C" + i % 20, "S", "City", "1", i / 13 * 4, i % 13 * 4))
              .toArray(VersionedStore[]::new));
      MapPageObject wide = new MapPageObject(browser, many.port());
      wide.show("/?list=view&at=18,24,4");
      assertThat(wide.subtitle()).startsWith("The first 1").endsWith(" stores; zoom in for fewer");

      browser.click(".more");

      wide.awaitSubtitle("130 stores");
      assertThat(wide.rows()).hasSize(130).doesNotHaveDuplicates();
      assertQuiet();

      wide.show("/");
      browser.find(".filter").sendKeys("nowhere");
      assertThat(wide.textAfter(".filter + .rows")).isEqualTo("No match");
      many.dropTables();
    }
  }

  @Test
  void shouldFindAStoreByItsNumber() {
    page.show("/");

    browser.find("#number").sendKeys(" lincoln\n");

    page.awaitSubtitle("Store lincoln");
    assertThat(page.title()).isEqualTo("Haymarket");
    assertThat(page.address()).startsWith("/?store=lincoln");
    assertQuiet();
  }

  @Test
  void shouldSayThatThereIsNoSuchStore() {
    page.show("/");

    browser.find("#number").sendKeys("unknown\n");

    page.awaitSubtitle("Not found");
    assertThat(browser.find(".problem").getText())
        .isEqualTo(
            "There is no store unknown.\n"
                + "The whole number is needed. A place is found in the list or on the map.");
  }

  @Test
  void shouldSuggestWhatWasProbablyMeant() {
    Suggestions.loadCountries().join();
    page.show("/?country=United Kingdom");

    page.awaitSubtitle("Not found");
    browser.click(".problem a");

    page.awaitSubtitle("1 store in 1 state");
    assertThat(page.address()).startsWith("/?country=GB");
  }

  @Test
  void shouldFindTheStoresNearAClick() {
    // given: no store is in the middle of the map
    page.show("/?country=US&at=41,-99,6");
    page.awaitDrawn();

    // when
    browser.click("#canvas");
    browser.click("#here a");

    // then
    page.awaitSubtitle("The nearest 5 stores, as the crow flies");
    assertThat(page.rows())
        .containsExactly(
            "Haymarket 194 km",
            "Oak View 243 km",
            "Center Road 244 km",
            "Old Market 258 km",
            "Strand 7,098 km");
    assertThat(page.address()).startsWith("/?near=41,-99");
    assertQuiet();
  }

  @Test
  void shouldHaveAChosenPointInTheMiddle() {
    page.show("/?near=41,-99");

    page.awaitMapAt(41, -99, 2);
    assertQuiet();
  }

  @Test
  void shouldFindTheStoresNearTheBrowser() {
    browser
        .driver()
        .executeCdpCommand(
            "Browser.grantPermissions",
            Map.of("origin", page.url(""), "permissions", List.of("geolocation")));
    browser
        .driver()
        .executeCdpCommand(
            "Emulation.setGeolocationOverride",
            Map.of("latitude", 51.5, "longitude", -0.12, "accuracy", 10));
    page.show("/");

    browser.click("#near-me");

    page.awaitSubtitle("The nearest 5 stores, as the crow flies");
    assertThat(page.rows().get(0)).isEqualTo("Strand 1.1 km");
    assertThat(page.address()).startsWith("/?near=51.5,-0.12");
    assertQuiet();
  }

  @Test
  void shouldShowAgainWhatALinkSaysAndGoBack() {
    page.show("/?country=US&state=NE&at=40.8,-96.7,9.5");
    page.awaitMapAt(40.8, -96.7, 0.001);
    page.choose("Lincoln", "1 store in 1 postcode");
    page.awaitMapAt(40.815, -96.71, 0.001);

    browser.driver().navigate().back();

    page.awaitSubtitle("5 stores in 2 cities");
    page.awaitMapAt(40.8, -96.7, 0.001);
    Browser.await()
        .untilAsserted(
            () -> assertThat(page.address()).isEqualTo("/?country=US&state=NE&at=40.8,-96.7,9.5"));
    assertQuiet();
  }

  @Test
  void shouldShowAStoreAndItsCountSoonAfterTheyAreInTheTable() {
    try (TestApi changing = TestApi.over("MapPageTestLive")) {
      MapPageObject live = new MapPageObject(browser, changing.port());
      live.show("/");
      live.awaitSubtitle("There are no stores yet");
      assertThat(browser.find("#view pre").getText())
          .isEqualTo("./stores generate --stores 1000 | ./stores produce -");

      changing.put(store("1", "First", "US", "NE", "Omaha", "68144", 41.234, -96.106));

      Browser.await()
          .atMost(LIVE)
          .untilAsserted(
              () -> {
                assertThat(live.subtitle()).isEqualTo("1 store in 1 country");
                assertThat(live.count()).isEqualTo("1 store in view");
              });
      assertQuiet();
    }
  }

  @Test
  void shouldFollowTheColorScheme() {
    page.show("/");
    String light = page.color("main .panel");

    browser.resize(1280, 800, "dark");

    assertThat(light).isEqualTo("rgb(255, 255, 255)");
    assertThat(page.color("main .panel")).isEqualTo("rgb(21, 27, 25)");
    browser.reset();
    page.show("/");
    assertThat(page.pixel()).isEqualTo("13,19,22,255");
    assertQuiet();
  }

  @ParameterizedTest
  @ValueSource(ints = {360, 1280})
  void shouldFitIntoTheWindowFromTheFirstFrame(int width) {
    browser.resize(width, 740, "light");
    for (String view : VIEWS) {
      page.show(view);
      assertThat(page.layoutShifts()).as(view).isEmpty();
      assertThat(
              browser
                  .driver()
                  .executeScript(
                      "return [document.documentElement.scrollWidth, document.documentElement.scrollHeight]"))
          .as(view)
          .isEqualTo(List.of((long) width, 740L));
    }
    assertQuiet();
  }

  @Test
  void shouldOpenTheSheetOnASmallScreen() {
    browser.resize(360, 740, "light");
    page.show("/");
    int closed = browser.find("#panel").getSize().height;

    browser.click("#grip");

    assertThat(browser.find("#grip").getDomAttribute("aria-expanded")).isEqualTo("true");
    Browser.await()
        .untilAsserted(
            () -> assertThat(browser.find("#panel").getSize().height).isGreaterThan(closed));
    assertQuiet();
  }

  @Test
  void shouldBeUsableWithTheKeyboardAlone() {
    page.show("/");

    // The skip link leads past search and to the list.
    page.press(Keys.TAB, Keys.ENTER, Keys.TAB, Keys.ENTER);
    page.awaitSubtitle("5 stores in 1 state");
    assertThat(page.focused().getDomAttribute("id")).isEqualTo("title");

    // The map itself: nearer, and what is in its centre.
    browser.driver().executeScript("document.getElementById('canvas').focus()");
    double zoom = page.zoom();
    page.press("+");
    Browser.await().untilAsserted(() -> assertThat(page.zoom()).isEqualTo(zoom + 1));
    page.press(Keys.ENTER);
    assertThat(page.focused().getText()).isEqualTo("Stores near here");
    page.press(Keys.ESCAPE);
    assertThat(page.focused().getDomAttribute("id")).isEqualTo("canvas");
    page.press(Keys.ENTER, Keys.ENTER);
    page.awaitSubtitle("The nearest 5 stores, as the crow flies");
    assertQuiet();
  }

  @Test
  void shouldZoomWithTheWheelAndTwoFingers() {
    page.show("/?country=US&at=41,-99,6");
    page.awaitDrawn();

    page.wheel(-300);
    Browser.await().untilAsserted(() -> assertThat(page.zoom()).isEqualTo(6.66));
    page.pinch(2);

    Browser.await().untilAsserted(() -> assertThat(page.zoom()).isGreaterThan(7.5));
    assertQuiet();
  }

  @Test
  void shouldAskAgainForWhatTheServerDidNotAnswer() {
    browser.block("*/v1/cells*");
    page.show("/");
    assertThat(browser.find("#notice span").getText()).isEqualTo("The server does not answer.");
    assertThat(page.rows()).containsExactly("United States 5", "United Kingdom 1");

    browser.block();
    browser.click("#notice button");

    page.awaitDrawn();
    Browser.await()
        .untilAsserted(
            () ->
                assertThat(browser.driver().findElement(By.id("notice")).isDisplayed()).isFalse());
  }

  /** The colors do not depend on the width, so each color scheme is looked at in one width. */
  @ParameterizedTest
  @CsvSource({"1280, light", "360, dark"})
  void shouldMeetTheGuidelinesForAccessibility(int width, String colorScheme) {
    browser.resize(width, 740, colorScheme);
    for (String view : VIEWS) {
      page.show(view);
      assertThat(Axe.violations(browser)).as(view).isEmpty();
    }
    page.show("/?country=US&at=41,-99,6");
    browser.click("#canvas");
    browser.find("#here a");
    assertThat(Axe.violations(browser)).as("a point").isEmpty();
    page.show("/?store=unknown");
    assertThat(Axe.violations(browser)).as("not found").isEmpty();
  }

  @Test
  void shouldShowTextsOfStoresAsTexts() {
    try (TestApi hostile = TestApi.over("MapPageTestHostile")) {
      String markup = "<img src=x onerror=document.title='hit'>";
      hostile.put(store("<b>1</b>", markup, "US", markup, "<i>", "&amp;", 41.2, -96.1));
      MapPageObject hostilePage = new MapPageObject(browser, hostile.port());
      hostilePage.show("/?store=%3Cb%3E1%3C%2Fb%3E");

      hostilePage.awaitSubtitle("Store <b>1</b>");

      assertThat(hostilePage.title()).isEqualTo(markup);
      assertThat(hostilePage.fields())
          .containsEntry("City", "<i>")
          .containsEntry("Postcode", "&amp;");
      assertThat(browser.driver().findElements(By.cssSelector("main img, main b, main i")))
          .isEmpty();
      assertQuiet();
    }
  }

  @Test
  void shouldWorkAsAListWithoutCells() {
    String table = "MapPageTestWithoutCells";
    TableSetup.ofStores(TestApi.CLIENT, table).withoutCells().ensure(new Billing.OnDemand());
    TableSetup.ofCounts(TestApi.CLIENT, table).ensure(new Billing.OnDemand());
    try (TestApi plain = TestApi.over(table, TestApi.CLIENT)) {
      plain.put(Stores.at("1", "US", "NE", "Omaha", "68144"));
      MapPageObject list = new MapPageObject(browser, plain.port());
      list.show("/?country=US");

      list.awaitSubtitle("1 store in 1 state");

      assertThat(browser.find("#notice").getText()).startsWith("The map can't show stores: ");
      plain.dropTables();
    }
  }

  @Test
  void shouldAskForTheKeyOfTheApi(@TempDir Path directory) throws IOException {
    String key = "0123456789-secret-key";
    ApiKeys keys = ApiKeys.read(Files.writeString(directory.resolve("keys"), key));
    HttpSettings settings = new HttpSettings(Duration.ZERO, List.of(), keys, 0, false, null);
    try (TestApi guarded = TestApi.over("MapPageTestKeys", settings)) {
      guarded.put(Stores.at("1", "US", "NE", "Omaha", "68144"));
      MapPageObject guardedPage = new MapPageObject(browser, guarded.port());
      guardedPage.show("/");
      guardedPage.awaitSubtitle("An API key is needed");

      browser.find("#key").sendKeys(key + "\n");

      guardedPage.awaitSubtitle("1 store in 1 country");
    }
  }

  @Test
  void shouldLoadNothingFromElsewhere() {
    browser.requested();

    for (String view : VIEWS) {
      page.show(view);
    }

    assertThat(browser.requested())
        .contains(page.url("/map/main.js"), page.url("/map/countries-110m.json"))
        .allSatisfy(it -> assertThat(it).startsWith(page.url("/")));
    assertQuiet();
  }

  private void assertQuiet() {
    assertThat(browser.console()).isEmpty();
  }
}

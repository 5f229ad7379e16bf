package io.storestream.queryapi.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import java.util.Objects;
import java.util.TreeMap;
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
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

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

  @BeforeAll
  void fill() {
    browser = Browser.start(profile);
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
    show("/");
    assertThat(title()).isEqualTo("All stores");
    assertThat(subtitle()).isEqualTo("6 stores in 2 countries");
    assertThat(rows()).containsExactly("United States 5", "United Kingdom 1");

    choose("United States", "5 stores in 1 state");
    choose("NE", "5 stores in 2 cities");
    assertThat(rows()).containsExactly("Omaha 4", "Lincoln 1");
    choose("Omaha", "4 stores in 3 postcodes");
    choose("68144", "2 stores");
    assertThat(rows()).containsExactly("Center Road", "Oak View");
    choose("Center Road", "Store omaha-1");

    assertThat(crumbs()).containsExactly("All stores", "United States", "NE", "Omaha", "68144");
    assertThat(fields())
        .containsEntry("City", "Omaha")
        .containsEntry("Postcode", "68144")
        .containsEntry("Coordinates", "41.234, -96.106");
    awaitMapAt(41.234, -96.106, 0.01);
    assertQuiet();
  }

  @Test
  void shouldMoveTheMapToWhatIsChosen() {
    show("/?country=GB");
    awaitMapAt(54.5, -2.5, 2);
    assertThat(drawn()).containsExactly("1");

    choose("ENG", "1 store in 1 city");

    awaitMapAt(51.509, -0.125, 0.01);
    Browser.await().untilAsserted(() -> assertThat(drawn()).containsExactly("1 london"));
    assertThat(count()).isEqualTo("1 store in view");
    assertQuiet();
  }

  @Test
  void shouldFindAStoreByItsNumber() {
    show("/");

    browser.find("#number").sendKeys(" lincoln\n");

    awaitSubtitle("Store lincoln");
    assertThat(title()).isEqualTo("Haymarket");
    assertThat(address()).startsWith("/?store=lincoln");
    assertQuiet();
  }

  @Test
  void shouldSayThatThereIsNoSuchStore() {
    show("/");

    browser.find("#number").sendKeys("unknown\n");

    awaitSubtitle("Not found");
    assertThat(browser.find(".problem").getText()).isEqualTo("There is no store unknown.");
  }

  @Test
  void shouldSuggestWhatWasProbablyMeant() {
    Suggestions.loadCountries().join();
    show("/?country=United Kingdom");

    awaitSubtitle("Not found");
    browser.click(".problem a");

    awaitSubtitle("1 store in 1 state");
    assertThat(address()).startsWith("/?country=GB");
  }

  @Test
  void shouldFindTheStoresNearAClick() {
    // given: no store is in the middle of the map
    show("/?country=US&at=41,-99,6");
    awaitDrawn();

    // when
    browser.click("#canvas");
    browser.click("#here a");

    // then
    awaitSubtitle("The nearest 5 stores, as the crow flies");
    assertThat(rows())
        .containsExactly(
            "Haymarket 194 km",
            "Oak View 243 km",
            "Center Road 244 km",
            "Old Market 258 km",
            "Strand 7,098 km");
    assertThat(address()).startsWith("/?near=41,-99");
    assertQuiet();
  }

  @Test
  void shouldFindTheStoresNearTheBrowser() {
    browser
        .driver()
        .executeCdpCommand(
            "Browser.grantPermissions",
            Map.of("origin", url(""), "permissions", List.of("geolocation")));
    browser
        .driver()
        .executeCdpCommand(
            "Emulation.setGeolocationOverride",
            Map.of("latitude", 51.5, "longitude", -0.12, "accuracy", 10));
    show("/");

    browser.click("#near-me");

    awaitSubtitle("The nearest 5 stores, as the crow flies");
    assertThat(rows().get(0)).isEqualTo("Strand 1.1 km");
    assertThat(address()).startsWith("/?near=51.5,-0.12");
    assertQuiet();
  }

  @Test
  void shouldShowAgainWhatALinkSaysAndGoBack() {
    show("/?country=US&state=NE&at=40.8,-96.7,9.5");
    awaitMapAt(40.8, -96.7, 0.001);
    choose("Lincoln", "1 store in 1 postcode");
    awaitMapAt(40.815, -96.71, 0.001);

    browser.driver().navigate().back();

    awaitSubtitle("5 stores in 2 cities");
    awaitMapAt(40.8, -96.7, 0.001);
    Browser.await()
        .untilAsserted(
            () -> assertThat(address()).isEqualTo("/?country=US&state=NE&at=40.8,-96.7,9.5"));
    assertQuiet();
  }

  @Test
  void shouldShowAStoreAndItsCountSoonAfterTheyAreInTheTable() {
    try (TestApi changing = TestApi.over("MapPageTestLive")) {
      browser.driver().get("http://127.0.0.1:" + changing.port() + "/");
      awaitSubtitle("There are no stores yet");
      assertThat(browser.find("#view pre").getText())
          .isEqualTo("./stores generate --stores 1000 | ./stores produce -");

      changing.put(store("1", "First", "US", "NE", "Omaha", "68144", 41.234, -96.106));

      Browser.await()
          .atMost(LIVE)
          .untilAsserted(
              () -> {
                assertThat(subtitle()).isEqualTo("1 store in 1 country");
                assertThat(count()).isEqualTo("1 store in view");
              });
      assertQuiet();
    }
  }

  @Test
  void shouldFollowTheColorScheme() {
    show("/");
    String light = color("main .panel");

    browser.resize(1280, 800, "dark");

    assertThat(light).isEqualTo("rgb(255, 255, 255)");
    assertThat(color("main .panel")).isEqualTo("rgb(21, 27, 25)");
    browser.reset();
    show("/");
    assertThat(pixel()).isEqualTo("13,19,22,255");
    assertQuiet();
  }

  @ParameterizedTest
  @ValueSource(ints = {360, 1280})
  void shouldFitIntoTheWindow(int width) {
    browser.resize(width, 740, "light");
    for (String view : VIEWS) {
      show(view);
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
    show("/");
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
    show("/");

    // The skip link leads past search and to the list.
    press(Keys.TAB, Keys.ENTER, Keys.TAB, Keys.ENTER);
    awaitSubtitle("5 stores in 1 state");
    assertThat(focused().getDomAttribute("id")).isEqualTo("title");

    // The map itself: nearer, and what is in its centre.
    browser.driver().executeScript("document.getElementById('canvas').focus()");
    double zoom = zoom();
    press("+");
    Browser.await().untilAsserted(() -> assertThat(zoom()).isEqualTo(zoom + 1));
    press(Keys.ENTER);
    assertThat(focused().getText()).isEqualTo("Stores near here");
    press(Keys.ESCAPE);
    assertThat(focused().getDomAttribute("id")).isEqualTo("canvas");
    press(Keys.ENTER, Keys.ENTER);
    awaitSubtitle("The nearest 5 stores, as the crow flies");
    assertQuiet();
  }

  /** The colors do not depend on the width, so each color scheme is looked at in one width. */
  @ParameterizedTest
  @CsvSource({"1280, light", "360, dark"})
  void shouldMeetTheGuidelinesForAccessibility(int width, String colorScheme) {
    browser.resize(width, 740, colorScheme);
    for (String view : VIEWS) {
      show(view);
      assertThat(Axe.violations(browser)).as(view).isEmpty();
    }
    show("/?country=US&at=41,-99,6");
    browser.click("#canvas");
    browser.find("#here a");
    assertThat(Axe.violations(browser)).as("a point").isEmpty();
    show("/?store=unknown");
    assertThat(Axe.violations(browser)).as("not found").isEmpty();
  }

  @Test
  void shouldShowTextsOfStoresAsTexts() {
    try (TestApi hostile = TestApi.over("MapPageTestHostile")) {
      String markup = "<img src=x onerror=document.title='hit'>";
      hostile.put(store("<b>1</b>", markup, "US", markup, "<i>", "&amp;", 41.2, -96.1));
      browser.driver().get("http://127.0.0.1:" + hostile.port() + "/?store=%3Cb%3E1%3C%2Fb%3E");

      awaitSubtitle("Store <b>1</b>");

      assertThat(title()).isEqualTo(markup);
      assertThat(fields()).containsEntry("City", "<i>").containsEntry("Postcode", "&amp;");
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
      browser.driver().get("http://127.0.0.1:" + plain.port() + "/?country=US");

      awaitSubtitle("1 store in 1 state");

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
      browser.driver().get("http://127.0.0.1:" + guarded.port() + "/");
      awaitSubtitle("An API key is needed");

      browser.find("#key").sendKeys(key + "\n");

      awaitSubtitle("1 store in 1 country");
    }
  }

  @Test
  void shouldLoadNothingFromElsewhere() {
    browser.requested();

    for (String view : VIEWS) {
      show(view);
    }

    assertThat(browser.requested())
        .contains(url("/map/main.js"), url("/map/countries-110m.json"))
        .allSatisfy(it -> assertThat(it).startsWith(url("/")));
    assertQuiet();
  }

  private void show(String view) {
    browser.driver().get("about:blank");
    browser.driver().get(url(view.replace(" ", "%20")));
    Browser.await()
        .untilAsserted(() -> assertThat(subtitle()).isNotEmpty().isNotEqualTo("Loading…"));
    browser.find("#view[aria-busy=false]");
  }

  private void choose(String name, String subtitle) {
    browser
        .driver()
        .findElement(By.xpath("//*[@id='view']//a[span[@class='name' and .='" + name + "']]"))
        .click();
    awaitSubtitle(subtitle);
  }

  private void press(CharSequence... keys) {
    for (CharSequence key : keys) {
      new Actions(browser.driver()).sendKeys(key).perform();
    }
  }

  private String url(String path) {
    return "http://127.0.0.1:" + api.port() + path;
  }

  /** Returns the path and the query of the page. */
  private String address() {
    return String.valueOf(browser.driver().getCurrentUrl()).substring(url("").length());
  }

  private String title() {
    return browser.find("#title").getText();
  }

  private String subtitle() {
    return browser.find("#subtitle").getText();
  }

  private String count() {
    return browser.find("#in-view").getText();
  }

  private void awaitSubtitle(String text) {
    Browser.await().untilAsserted(() -> assertThat(subtitle()).isEqualTo(text));
  }

  private List<String> crumbs() {
    return texts(".crumbs li a");
  }

  private List<String> texts(String selector) {
    return browser.driver().findElements(By.cssSelector(selector)).stream()
        .map(WebElement::getText)
        .toList();
  }

  /** Returns the name and the count or distance of each row. */
  private List<String> rows() {
    return browser.driver().findElements(By.cssSelector("#view .row")).stream()
        .map(
            row ->
                String.valueOf(
                    browser
                        .driver()
                        .executeScript(
                            "return [...arguments[0].querySelectorAll('.name, .count')]"
                                + ".map((it) => it.firstChild.textContent).join(' ')",
                            row)))
        .toList();
  }

  private Map<String, String> fields() {
    List<String> names = texts(".fields dt");
    List<String> values = texts(".fields dd");
    Map<String, String> fields = new TreeMap<>();
    for (int i = 0; i < names.size(); i++) {
      fields.put(names.get(i), values.get(i));
    }
    return fields;
  }

  private WebElement focused() {
    return browser.driver().switchTo().activeElement();
  }

  /** Returns the count and, of single stores, the number of all that is drawn. */
  private List<String> drawn() {
    Object found =
        browser
            .driver()
            .executeScript(
                "return storesMap.drawn()"
                    + ".map((it) => it.store ? it.count + ' ' + it.store : '' + it.count)");
    return ((List<?>) Objects.requireNonNull(found)).stream().map(String::valueOf).toList();
  }

  private void awaitDrawn() {
    Browser.await().untilAsserted(() -> assertThat(drawn()).isNotEmpty());
  }

  private double zoom() {
    return number("return storesMap.place().zoom");
  }

  private double number(String script) {
    Object found = browser.driver().executeScript(script);
    return ((Number) Objects.requireNonNull(found)).doubleValue();
  }

  private void awaitMapAt(double latitude, double longitude, double tolerance) {
    Browser.await()
        .untilAsserted(
            () -> {
              assertThat(number("return storesMap.place().latitude"))
                  .isCloseTo(latitude, within(tolerance));
              assertThat(number("return storesMap.place().longitude"))
                  .isCloseTo(longitude, within(tolerance));
            });
  }

  private String color(String selector) {
    return String.valueOf(
        browser
            .driver()
            .executeScript(
                "return getComputedStyle(document.querySelector(arguments[0])).backgroundColor",
                selector));
  }

  /** Returns the color of the sea in a corner of the map. */
  private String pixel() {
    return String.valueOf(
        browser
            .driver()
            .executeScript(
                "return document.getElementById('canvas').getContext('2d')"
                    + ".getImageData(5, 400, 1, 1).data.join()"));
  }

  private void assertQuiet() {
    assertThat(browser.console()).isEmpty();
  }
}

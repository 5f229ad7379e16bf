package io.storestream.queryapi.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.TableSetup;
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
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

/** What the map shows, and where it leads. */
final class MapPageTest extends AbstractMapPageTest {

  /** How soon a change has to be seen. */
  private static final Duration LIVE = Duration.ofSeconds(5);

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
    // A circle with a number, as the store is somewhere in this cell.
    assertThat(page.radius()).isEqualTo(10);

    page.choose("ENG", "1 store in 1 city");

    page.awaitMapAt(51.509, -0.125, 0.01);
    Browser.await().untilAsserted(() -> assertThat(page.drawn()).containsExactly("1 london"));
    assertThat(page.radius()).isEqualTo(6.5);
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
}

package io.storestream.queryapi.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.queryapi.Contract;
import io.storestream.queryapi.Stores;
import io.storestream.queryapi.TestApi;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

/** Opens {@code /docs} in a browser. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DocsPageTest {

  private static final String LIST = "#operations-stores-listStores ";

  @TempDir private static Path profile;

  private final TestApi api = TestApi.over("DocsPageTest");
  private Browser browser;

  @BeforeAll
  void fill() {
    browser = Browser.start(profile);
    api.put(Stores.at("1", "US", "NE", "Omaha", "68144"));
  }

  @BeforeEach
  void open() {
    browser.reset();
  }

  @AfterAll
  void stop() {
    browser.close();
    api.close();
  }

  @Test
  void shouldShowAndTryTheContract() {
    // when
    openPage();

    // then
    assertThat(browser.driver().findElements(By.cssSelector(".opblock-summary-path")))
        .extracting(path -> path.getDomAttribute("data-path"))
        .containsExactlyInAnyOrderElementsOf(Contract.PUBLISHED.examples().keySet());

    // when
    browser.click("#operations-locations-getWorld .opblock-summary-control");
    browser.click("#operations-locations-getWorld .try-out__btn");
    browser.click("#operations-locations-getWorld .execute");

    // then
    String answer = "#operations-locations-getWorld .live-responses-table tbody ";
    assertThat(browser.find(answer + ".response-col_status").getText()).startsWith("200");
    assertThat(browser.find(answer + ".highlight-code").getText().replaceAll("\\s", ""))
        .contains("{\"name\":\"US\",\"count\":1,\"href\":\"/v1/locations/US\"}");
    assertThat(browser.requested())
        .containsExactly(
            url("/docs"),
            url("/docs/favicon.png"),
            url("/docs/initializer.js"),
            url("/docs/swagger-ui-bundle.js"),
            url("/docs/swagger-ui.css"),
            url("/openapi.yaml"),
            url("/v1/locations"));
    assertThat(browser.console()).isEmpty();
  }

  @Test
  void shouldSendTheParametersOfAnOperationThatALinkNames() {
    // when: the link is opened and then reloaded
    browser.driver().get(url("/docs/#/stores/listStores"));
    assertParametersOfList();
    browser.driver().navigate().refresh();
    assertParametersOfList();
    browser.requested();
    browser.click(LIST + ".try-out__btn");
    browser.click(LIST + ".execute");

    // then
    assertThat(browser.find(LIST + ".live-responses-table tbody .response-col_status").getText())
        .startsWith("200");
    assertThat(browser.requested())
        .containsExactly(
            url("/v1/stores?country=US&state=NE&city=Omaha&postcode=68144&limit=100&format=json"));
    assertThat(browser.console()).isEmpty();
  }

  private void assertParametersOfList() {
    browser.find(LIST + ".try-out__btn");
    assertThat(browser.driver().findElements(By.cssSelector(LIST + "tr[data-param-name]")))
        .extracting(row -> row.getDomAttribute("data-param-name"))
        .containsExactly(
            "country",
            "state",
            "city",
            "postcode",
            "bbox",
            "limit",
            "cursor",
            "format",
            "If-None-Match");
  }

  @Test
  void shouldBeKeptFromLoadingFromElsewhere() {
    // given
    openPage();
    browser.console();

    // when
    browser
        .driver()
        .executeScript(
            "const script = document.createElement('script');"
                + "script.src = 'http://127.0.0.1:1/elsewhere.js';"
                + "document.head.append(script);");

    // then
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(browser.console())
                    .anySatisfy(
                        line ->
                            assertThat(line)
                                .contains("http://127.0.0.1:1/elsewhere.js")
                                .contains("Content Security Policy")));
  }

  private void openPage() {
    browser.driver().get(url("/docs"));
    browser.find(".opblock");
  }

  private String url(String path) {
    return "http://127.0.0.1:" + api.port() + path;
  }
}

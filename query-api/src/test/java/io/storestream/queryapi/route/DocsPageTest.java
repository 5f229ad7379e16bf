package io.storestream.queryapi.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.storestream.queryapi.Contract;
import io.storestream.queryapi.Stores;
import io.storestream.queryapi.TestApi;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * Opens {@code /docs} in a browser. Without one the tests are skipped, unless {@code
 * STORES_REQUIRE_ALL} is {@code true}.
 */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DocsPageTest {

  private static final String NO_BROWSER = "these tests need chromium and chromedriver on the path";

  private static final String LIST = "#operations-stores-listStores ";

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path profile;

  private final TestApi api = TestApi.over("DocsPageTest");
  private @Nullable ChromeDriver shared;
  private ChromeDriver browser;

  @BeforeAll
  void fill() {
    api.put(Stores.at("1", "US", "NE", "Omaha", "68144"));
  }

  // Not before all tests, because a class that is skipped is in no report.
  @BeforeEach
  void open() {
    Optional<File> chromium = onPath("chromium");
    Optional<File> driver = onPath("chromedriver");
    boolean found = chromium.isPresent() && driver.isPresent();
    if (!"true".equals(System.getenv("STORES_REQUIRE_ALL"))) {
      Assumptions.assumeTrue(found, NO_BROWSER);
    }
    assertThat(found).as(NO_BROWSER).isTrue();
    browser = shared == null ? start(chromium.orElseThrow(), driver.orElseThrow()) : shared;
    shared = browser;
    browser.get("about:blank");
    requested();
    console();
  }

  @AfterAll
  void stop() {
    if (shared != null) {
      shared.quit();
    }
    api.close();
  }

  private static ChromeDriver start(File chromium, File driver) {
    // Named, because Selenium would ask the Internet for a driver otherwise.
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(driver).usingAnyFreePort().build();
    return new ChromeDriver(service, options(chromium, profile));
  }

  private static Optional<File> onPath(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .map(Path::toFile)
        .findFirst();
  }

  private static ChromeOptions options(File chromium, Path profile) {
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--user-data-dir=" + profile);
    return options;
  }

  @Test
  void shouldShowAndTryTheContract() {
    // when
    openPage();

    // then
    assertThat(browser.findElements(By.cssSelector(".opblock-summary-path")))
        .extracting(path -> path.getDomAttribute("data-path"))
        .containsExactlyInAnyOrderElementsOf(Contract.PUBLISHED.examples().keySet());

    // when
    click("#operations-locations-getWorld .opblock-summary-control");
    click("#operations-locations-getWorld .try-out__btn");
    click("#operations-locations-getWorld .execute");

    // then
    String answer = "#operations-locations-getWorld .live-responses-table tbody ";
    assertThat(find(answer + ".response-col_status").getText()).startsWith("200");
    assertThat(find(answer + ".highlight-code").getText().replaceAll("\\s", ""))
        .contains("{\"name\":\"US\",\"count\":1,\"href\":\"/v1/locations/US\"}");
    assertThat(requested())
        .containsExactly(
            url("/docs"),
            url("/docs/favicon.png"),
            url("/docs/initializer.js"),
            url("/docs/swagger-ui-bundle.js"),
            url("/docs/swagger-ui.css"),
            url("/openapi.yaml"),
            url("/v1/locations"));
    assertThat(console()).isEmpty();
  }

  @Test
  void shouldSendTheParametersOfAnOperationThatALinkNames() {
    // when: the link is opened and then reloaded
    browser.get(url("/docs/#/stores/listStores"));
    assertParametersOfList();
    browser.navigate().refresh();
    assertParametersOfList();
    requested();
    click(LIST + ".try-out__btn");
    click(LIST + ".execute");

    // then
    assertThat(find(LIST + ".live-responses-table tbody .response-col_status").getText())
        .startsWith("200");
    assertThat(requested())
        .containsExactly(
            url("/v1/stores?country=US&state=NE&city=Omaha&postcode=68144&limit=100&format=json"));
    assertThat(console()).isEmpty();
  }

  private void assertParametersOfList() {
    find(LIST + ".try-out__btn");
    assertThat(browser.findElements(By.cssSelector(LIST + "tr[data-param-name]")))
        .extracting(row -> row.getDomAttribute("data-param-name"))
        .containsExactly(
            "country", "state", "city", "postcode", "limit", "cursor", "format", "If-None-Match");
  }

  @Test
  void shouldBeKeptFromLoadingFromElsewhere() {
    // given
    openPage();
    console();

    // when
    browser.executeScript(
        "const script = document.createElement('script');"
            + "script.src = 'http://127.0.0.1:1/elsewhere.js';"
            + "document.head.append(script);");

    // then
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(console())
                    .anySatisfy(
                        line ->
                            assertThat(line)
                                .contains("http://127.0.0.1:1/elsewhere.js")
                                .contains("Content Security Policy")));
  }

  private void openPage() {
    browser.get(url("/docs"));
    find(".opblock");
  }

  private String url(String path) {
    return "http://127.0.0.1:" + api.port() + path;
  }

  private void click(String selector) {
    find(selector).click();
  }

  private WebElement find(String selector) {
    return Awaitility.await()
        .alias(selector)
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> browser.findElements(By.cssSelector(selector)),
            found -> !found.isEmpty() && found.get(0).isDisplayed())
        .get(0);
  }

  /** Returns what has been logged since it was last called. */
  private List<String> console() {
    return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage)
        .toList();
  }

  /** Returns what the browser has asked for since this was last called, wherever it is. */
  private Set<String> requested() {
    Set<String> urls = new TreeSet<>();
    for (LogEntry entry : browser.manage().logs().get(LogType.PERFORMANCE)) {
      JsonNode message = json(entry.getMessage()).path("message");
      if (message.path("method").asText().equals("Network.requestWillBeSent")) {
        urls.add(message.at("/params/request/url").asText());
      }
    }
    // What is inside of the page, and the browser's own.
    urls.removeIf(url -> url.startsWith("data:") || url.startsWith("chrome"));
    return urls;
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }
}

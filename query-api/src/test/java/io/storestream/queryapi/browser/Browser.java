package io.storestream.queryapi.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium. */
final class Browser implements AutoCloseable {

  private static final String NO_BROWSER = "these tests need chromium and chromedriver on the path";

  /** The page waits up to a minute before it asks again. */
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Starts a browser; fails if there is none. */
  static Browser start(Path profile) {
    Optional<File> chromium = onPath("chromium");
    Optional<File> driver = onPath("chromedriver");
    assertThat(chromium.isPresent() && driver.isPresent()).as(NO_BROWSER).isTrue();
    // Named, because Selenium would ask the Internet for a driver otherwise.
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(driver.orElseThrow())
            .usingAnyFreePort()
            .build();
    return new Browser(new ChromeDriver(service, options(chromium.orElseThrow(), profile)));
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
        // Pages that are left would stay in memory, each in a separate process.
        "--disable-features=BackForwardCache",
        "--renderer-process-limit=1",
        "--user-data-dir=" + profile);
    return options;
  }

  ChromeDriver driver() {
    return driver;
  }

  /** Lets the page not reach what these patterns match, and only that. */
  void block(String... patterns) {
    driver.executeCdpCommand("Network.setBlockedURLs", Map.of("urls", List.of(patterns)));
  }

  /** Leaves the page, and forgets what was logged and blocked. */
  void reset() {
    block();
    driver.get("about:blank");
    requested();
    console();
  }

  /** Sets the size of the page and the color scheme that it is told of. */
  void resize(int width, int height, String colorScheme) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", colorScheme),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
  }

  /**
   * Waits for up to two minutes; an element that the page replaces meanwhile is looked for again.
   */
  static ConditionFactory await() {
    return Awaitility.await()
        .atMost(TIMEOUT)
        .ignoreExceptionsInstanceOf(StaleElementReferenceException.class);
  }

  /** Waits for a visible element, and returns it. */
  WebElement find(String selector) {
    return find(By.cssSelector(selector));
  }

  private WebElement find(By element) {
    return await()
        .alias(element.toString())
        .until(
            () -> driver.findElements(element),
            found -> !found.isEmpty() && found.get(0).isDisplayed())
        .get(0);
  }

  void click(String selector) {
    click(By.cssSelector(selector));
  }

  void click(By element) {
    await()
        .until(
            () -> {
              find(element).click();
              return true;
            });
  }

  /** Returns what has been logged since it was last called. */
  List<String> console() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage)
        .toList();
  }

  /** Returns what the browser has asked for since this was last called, wherever it is. */
  Set<String> requested() {
    Set<String> urls = new TreeSet<>();
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
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

  @Override
  public void close() {
    driver.quit();
  }
}

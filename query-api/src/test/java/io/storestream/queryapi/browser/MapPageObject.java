package io.storestream.queryapi.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.openqa.selenium.By;
import org.openqa.selenium.Rectangle;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.interactions.WheelInput;

/** Reads and operates the map of one API, as a user would (a page object). */
final class MapPageObject {

  private final Browser browser;
  private final String origin;

  /**
   * @param port of the API on this machine
   */
  MapPageObject(Browser browser, int port) {
    this.browser = browser;
    this.origin = "http://127.0.0.1:" + port;
  }

  void show(String view) {
    browser.driver().get("about:blank");
    browser.driver().get(url(view.replace(" ", "%20")));
    Browser.await()
        .untilAsserted(() -> assertThat(subtitle()).isNotEmpty().isNotEqualTo("Loading…"));
    browser.find("#view[aria-busy=false]");
  }

  void choose(String name, String subtitle) {
    browser.click(By.xpath("//*[@id='view']//a[span[@class='name' and .='" + name + "']]"));
    awaitSubtitle(subtitle);
  }

  void press(CharSequence... keys) {
    for (CharSequence key : keys) {
      new Actions(browser.driver()).sendKeys(key).perform();
    }
  }

  /** Turns the wheel over the middle of the map, by pixels downwards. */
  void wheel(int pixels) {
    WebElement canvas = browser.find("#canvas");
    new Actions(browser.driver())
        .scrollFromOrigin(WheelInput.ScrollOrigin.fromElement(canvas), 0, pixels)
        .perform();
  }

  /** Spreads two fingers in the middle of the map. */
  void pinch(double scale) {
    Rectangle canvas = browser.find("#canvas").getRect();
    browser
        .driver()
        .executeCdpCommand(
            "Input.synthesizePinchGesture",
            Map.of(
                "x",
                canvas.x + canvas.width / 2,
                "y",
                canvas.y + canvas.height / 2,
                "scaleFactor",
                scale,
                "gestureSourceType",
                "touch"));
  }

  String url(String path) {
    return origin + path;
  }

  /** Returns the path and the query of the page. */
  String address() {
    return String.valueOf(browser.driver().getCurrentUrl()).substring(origin.length());
  }

  String title() {
    return browser.find("#title").getText();
  }

  String subtitle() {
    return browser.find("#subtitle").getText();
  }

  String count() {
    return browser.find("#in-view").getText();
  }

  void awaitSubtitle(String text) {
    Browser.await().untilAsserted(() -> assertThat(subtitle()).isEqualTo(text));
  }

  List<String> crumbs() {
    return texts(".crumbs li a");
  }

  private List<String> texts(String selector) {
    return browser.driver().findElements(By.cssSelector(selector)).stream()
        .map(WebElement::getText)
        .toList();
  }

  /** Returns the name and the count or distance of each row. */
  List<String> rows() {
    Object rows = // at once, as the page may replace them
        browser
            .driver()
            .executeScript(
                "return [...document.querySelectorAll('#view .row')]"
                    + ".map((row) => [...row.querySelectorAll('.name, .count')]"
                    + ".map((it) => it.firstChild.textContent).join(' '))");
    return ((List<?>) Objects.requireNonNull(rows)).stream().map(String::valueOf).toList();
  }

  Map<String, String> fields() {
    List<String> names = texts(".fields dt");
    List<String> values = texts(".fields dd");
    Map<String, String> fields = new TreeMap<>();
    for (int i = 0; i < names.size(); i++) {
      fields.put(names.get(i), values.get(i));
    }
    return fields;
  }

  WebElement focused() {
    return browser.driver().switchTo().activeElement();
  }

  /** Returns the count and, of single stores, the number of all that is drawn. */
  List<String> drawn() {
    Object found =
        browser
            .driver()
            .executeScript(
                "return storesMap.drawn()"
                    + ".map((it) => it.store ? it.count + ' ' + it.store : '' + it.count)");
    return ((List<?>) Objects.requireNonNull(found)).stream().map(String::valueOf).toList();
  }

  /** Returns the radius of the only thing that is drawn, in pixels. */
  double radius() {
    return number("return storesMap.drawn()[0].r");
  }

  void awaitDrawn() {
    Browser.await().untilAsserted(() -> assertThat(drawn()).isNotEmpty());
  }

  double zoom() {
    return number("return storesMap.place().zoom");
  }

  private double number(String script) {
    Object found = browser.driver().executeScript(script);
    return ((Number) Objects.requireNonNull(found)).doubleValue();
  }

  void awaitMapAt(double latitude, double longitude, double tolerance) {
    Browser.await()
        .untilAsserted(
            () -> {
              assertThat(number("return storesMap.place().latitude"))
                  .isCloseTo(latitude, within(tolerance));
              assertThat(number("return storesMap.place().longitude"))
                  .isCloseTo(longitude, within(tolerance));
            });
  }

  /** Returns what has moved although it was seen before, without a click or key. */
  List<String> layoutShifts() {
    Object shifts =
        browser
            .driver()
            .executeAsyncScript(
                """
                const done = arguments[0];
                const source = ({ node, previousRect: a, currentRect: b }) =>
                  `${node?.id || node?.className || node?.nodeName}: ${JSON.stringify([a, b])}`;
                new PerformanceObserver((list) =>
                  done(list.getEntries().filter((it) => !it.hadRecentInput).flatMap((it) => it.sources.map(source))),
                ).observe({ type: "layout-shift", buffered: true });
                requestAnimationFrame(() => requestAnimationFrame(() => done([])));
                """);
    return ((List<?>) Objects.requireNonNull(shifts)).stream().map(String::valueOf).toList();
  }

  String color(String selector) {
    return String.valueOf(
        browser
            .driver()
            .executeScript(
                "return getComputedStyle(document.querySelector(arguments[0])).backgroundColor",
                selector));
  }

  /** Returns the text that the style sheet puts into an element. */
  String textAfter(String selector) {
    String content =
        String.valueOf(
            browser
                .driver()
                .executeScript(
                    "return getComputedStyle(document.querySelector(arguments[0]), '::after').content",
                    selector));
    return content.replace("\"", "");
  }

  /** Returns the color of the sea in a corner of the map. */
  String pixel() {
    return String.valueOf(
        browser
            .driver()
            .executeScript(
                "return document.getElementById('canvas').getContext('2d')"
                    + ".getImageData(5, 400, 1, 1).data.join()"));
  }
}

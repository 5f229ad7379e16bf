package io.storestream.queryapi.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** How the map is operated and seen: gestures, keyboard, sizes, colors, accessibility. */
final class MapUsabilityTest extends AbstractMapPageTest {

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
}

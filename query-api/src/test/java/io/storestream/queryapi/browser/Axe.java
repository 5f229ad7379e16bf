package io.storestream.queryapi.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Checks a page against the Web Content Accessibility Guidelines, levels A and AA. */
final class Axe {

  private static final String SCRIPT = read();

  private Axe() {}

  /** Returns the rule, the impact and the element of each violation. */
  static List<String> violations(Browser browser) {
    browser.driver().executeScript(SCRIPT);
    Object found =
        browser
            .driver()
            .executeAsyncScript(
                """
                const done = arguments[arguments.length - 1];
                const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
                axe.run({runOnly: {type: 'tag', values: tags}}).then(
                  (results) => done(results.violations.flatMap((it) => it.nodes.map(
                    (node) => `${it.id}: ${node.target} ${node.failureSummary}`))),
                  (error) => done([`axe failed: ${error}`]));
                """);
    return ((List<?>) Objects.requireNonNull(found)).stream().map(String::valueOf).toList();
  }

  private static String read() {
    try (InputStream in = Axe.class.getResourceAsStream("/axe-core/axe.min.js")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

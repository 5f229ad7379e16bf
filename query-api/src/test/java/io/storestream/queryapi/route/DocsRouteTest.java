package io.storestream.queryapi.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.queryapi.Http;
import io.storestream.queryapi.ScriptedDynamoDb;
import io.storestream.queryapi.TestApi;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DocsRouteTest {

  /** What a page, a style sheet or our own script loads: the reference is in the last group. */
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?:src|href)=\"([^\"]*)\"|url\\(\\s*['\"]?([^)'\"]*)|@import\\s+['\"]([^'\"]*)"
              + "|url: \"([^\"]*)\"");

  private TestApi api;
  private Http http;

  @BeforeAll
  void start() {
    api = TestApi.over("DocsRouteTest", new ScriptedDynamoDb());
    http = api.http();
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @Test
  void shouldServeTheContract() {
    // when
    HttpResponse<String> contract = http.send("GET", "/openapi.yaml");
    // then
    assertThat(contract.headers().firstValue("Content-Type")).hasValue("application/yaml");
    assertThat(contract.body()).startsWith("openapi: 3.1.0\n");
  }

  @Test
  void shouldServeThePageUnderAPathWithTrailingSlash() {
    assertThat(http.get("/docs/")).isEqualTo(http.get("/docs"));
  }

  @Test
  void shouldLoadNothingFromElsewhere() {
    // when
    Set<String> loaded = new TreeSet<>();
    load("/docs", loaded);
    // then
    assertThat(loaded)
        .containsExactly(
            "/",
            "/docs",
            "/docs/favicon.png",
            "/docs/initializer.js",
            "/docs/swagger-ui-bundle.js",
            "/docs/swagger-ui.css",
            "/openapi.yaml");
  }

  private void load(String path, Set<String> loaded) {
    if (!loaded.add(path)) {
      return;
    }
    HttpResponse<String> response = http.send("GET", path);
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    assertThat(response.body()).as(path).isNotEmpty();
    // Texts of the bundle and of the contract name other hosts, and load nothing from there.
    if (Set.of("/docs/swagger-ui-bundle.js", "/docs/favicon.png", "/openapi.yaml").contains(path)) {
      return;
    }
    assertThat(response.body()).as(path).doesNotContain("//cdn", "src=\"http", "href=\"http");
    REFERENCE
        .matcher(response.body())
        .results()
        .map(match -> reference(match.group(1), match.group(2), match.group(3), match.group(4)))
        .filter(reference -> !reference.startsWith("data:"))
        .forEach(
            reference -> {
              assertThat(reference).as("in %s", path).startsWith("/").doesNotStartWith("//");
              load(reference, loaded);
            });
  }

  private static String reference(@Nullable String... groups) {
    for (@Nullable String group : groups) {
      if (group != null) {
        return group;
      }
    }
    throw new AssertionError("no group");
  }

  @Test
  void shouldHaveNoScriptInsideOfThePage() {
    assertThat(http.get("/docs").body())
        .doesNotContainPattern("<script>|<script [^>]*>[^<]|<style|\\son[a-z]+=|\\sstyle=");
  }

  @Test
  void shouldNotSendTheContractToAValidator() {
    assertThat(http.get("/docs/initializer.js").body()).contains("validatorUrl: null,");
  }
}

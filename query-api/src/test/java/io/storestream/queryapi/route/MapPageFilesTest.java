package io.storestream.queryapi.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.queryapi.Http;
import io.storestream.queryapi.ScriptedDynamoDb;
import io.storestream.queryapi.TestApi;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MapPageFilesTest {

  private static final Path FILES = Path.of("src/main/resources/map");

  private static final Pattern REFERENCE =
      Pattern.compile("(?:src|href|from|loadCountries\\()[=\\s]*\"((?:/map/|\\./)[^\"]+)\"");

  private TestApi api;
  private Http http;

  @BeforeAll
  void start() {
    api = TestApi.over("MapPageFilesTest", new ScriptedDynamoDb());
    http = api.http();
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @Test
  void shouldSendThePageToBrowsersAndTheRoutesToOthers() {
    HttpResponse<String> page = http.send("GET", "/", "Accept", "text/html,*/*;q=0.8");
    HttpResponse<String> routes = http.send("GET", "/", "Accept", "application/json");

    assertThat(Http.answer(page).contentType()).isEqualTo("text/html;charset=utf-8");
    assertThat(page.body()).startsWith("<!DOCTYPE html>").contains("href=\"/docs\"");
    assertThat(page.headers().allValues("Vary")).contains("Accept");
    assertThat(Http.answer(routes).contentType()).isEqualTo("application/json;charset=utf-8");
    assertThat(routes.body()).startsWith("{\"routes\":[");
    assertThat(routes.headers().allValues("Vary")).contains("Accept");
    assertThat(Http.header(routes, "ETag")).isNotEqualTo(Http.header(page, "ETag"));
  }

  @Test
  void shouldServeEachFileThatIsReferredToAndNoOther() throws IOException {
    Set<String> loaded = new TreeSet<>();
    load("index.html", http.send("GET", "/", "Accept", "text/html").body(), loaded);

    assertThat(loaded).isEqualTo(names());
  }

  /** Returns the names of all files but those that only the project's readers need. */
  private static Set<String> names() throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(FILES)) {
      files.filter(Files::isRegularFile).forEach(it -> names.add(it.getFileName().toString()));
    }
    names.removeIf(it -> it.endsWith("LICENSE"));
    return names;
  }

  private void load(String name, String text, Set<String> loaded) {
    loaded.add(name);
    if (name.contains(".min.")) {
      return;
    }
    assertThat(text).as(name).doesNotContain("src=\"http", "href=\"http", "innerHTML");
    for (String reference :
        REFERENCE.matcher(text).results().map(match -> match.group(1)).toList()) {
      String file = reference.replaceFirst("^(/map/|\\./)", "");
      if (!loaded.contains(file)) {
        HttpResponse<String> response = http.send("GET", "/map/" + file);
        assertThat(response.statusCode()).as(file).isEqualTo(200);
        load(file, response.body(), loaded);
      }
    }
  }

  /** The checksums are those of the files in the packages on npm. */
  @ParameterizedTest
  @CsvSource({
    "/map/vendor/countries-110m.json, 2516c915867c7baf18ddec727aec46c315541a07cfb3d79a6559b05d5e94eee8",
    "/map/vendor/countries-50m.json, 04342cdc1e3016bcd7db1630de95684d67b79fe3c8c460321e87aef469502394",
    "/map/vendor/d3-array.min.js, 80aa70d0cd17dabddf6d056494ea17926a45a69da8b7850220aace331bad671d",
    "/map/vendor/d3-geo.min.js, 1ea4c9608d0998f6468df3ab313c473bebbe81ba2c542a456b49db90e3672f89",
    "/map/vendor/topojson-client.min.js, 25cd02ae486cc5063e0215a4e4cfb15de83700c87ac48bac4d57dc6aaf3ebb89",
    "/axe-core/axe.min.js, 29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
  })
  void shouldHaveTheFilesOfOthersUnchanged(String path, String sha256) throws IOException {
    try (InputStream in = MapPageFilesTest.class.getResourceAsStream(path)) {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(Objects.requireNonNull(in).readAllBytes());
      assertThat(HexFormat.of().formatHex(digest)).isEqualTo(sha256);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shouldStaySmallerThanTwoThousandLines() throws IOException {
    long lines = 0;
    for (String name : names()) {
      Path file = FILES.resolve(name);
      if (Files.exists(file)) {
        lines += List.of(Files.readString(file).split("\n", -1)).size() - 1;
      }
    }
    assertThat(lines).isLessThan(2_000);
  }
}

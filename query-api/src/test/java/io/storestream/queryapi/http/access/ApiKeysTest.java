package io.storestream.queryapi.http.access;

import static io.storestream.queryapi.Http.header;
import static io.storestream.queryapi.Http.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storestream.cli.CommandFailedException;
import io.storestream.queryapi.Http;
import io.storestream.queryapi.TestApi;
import io.storestream.queryapi.http.HttpSettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ApiKeysTest {

  private static final String KEY = "first-key-0123456789";
  private static final String OTHER_KEY = "second-key-012345678";

  @TempDir private Path directory;

  @Test
  void shouldKnowTheKeysOfTheFile() throws IOException {
    // when
    ApiKeys keys = read("# who", "", "  " + KEY + "  ", OTHER_KEY);

    // then
    assertThat(keys.client(KEY)).matches("[0-9a-f]{64}").isNotEqualTo(keys.client(OTHER_KEY));
    assertThat(keys.client(OTHER_KEY)).matches("[0-9a-f]{64}");
    assertThat(keys.client(KEY + "x")).isNull();
    assertThat(keys.client("# who")).isNull();
    assertThat(keys.client("")).isNull();
    assertThat(keys.client(null)).isNull();
  }

  @Test
  void shouldNameTheLineAndNotTheKey() {
    assertThatThrownBy(() -> read("# short", "tooshort0123456"))
        .isInstanceOf(CommandFailedException.class)
        .hasMessage(directory.resolve("keys") + " line 2: an API key takes at least 16 characters");
    assertThatThrownBy(() -> read(KEY, "a key with blanks in"))
        .isInstanceOf(CommandFailedException.class)
        .hasMessage(
            directory.resolve("keys") + " line 2: an API key is of visible ASCII characters");
    assertThatThrownBy(() -> read("# none"))
        .isInstanceOf(CommandFailedException.class)
        .hasMessage(directory.resolve("keys") + " has no API key (--api-keys-file)");
    assertThatThrownBy(() -> ApiKeys.read(directory.resolve("none")))
        .isInstanceOf(CommandFailedException.class)
        .hasMessage(
            "there is no file " + directory.resolve("none") + " with API keys (--api-keys-file)");
  }

  @Test
  void shouldAnswerOnlyClientsWithAKey() throws IOException {
    HttpSettings settings = new HttpSettings(Duration.ZERO, List.of(), read(KEY), 0, false, null);
    try (TestApi api = TestApi.over("ApiKeysTest", settings)) {
      // when
      Http http = api.http();
      HttpResponse<String> without = http.send("GET", "/v1/stores/1");
      HttpResponse<String> wrong = http.send("GET", "/v1/stores/1", "X-API-Key", OTHER_KEY);

      // then
      assertThat(Http.answer(without))
          .isEqualTo(refused("an API key is needed in the header X-API-Key"));
      assertThat(header(without, "WWW-Authenticate")).isEqualTo("ApiKey header=\"X-API-Key\"");
      assertThat(header(without, "Cache-Control")).isEqualTo("no-store");
      assertThat(Http.answer(wrong)).isEqualTo(refused("this API key is not known"));
      assertThat(http.send("GET", "/v1/stores/1", "X-API-Key", KEY).statusCode()).isEqualTo(404);
      assertThat(http.get("/health/live").status()).isEqualTo(200);
      assertThat(http.get("/health/ready").status()).isEqualTo(200);
      assertThat(http.get("/metrics").status()).isEqualTo(200);
      assertThat(http.get("/").status()).isEqualTo(200);
      assertThat(http.send("OPTIONS", "/health/live").statusCode()).isEqualTo(204);
    }
  }

  private ApiKeys read(String... lines) throws IOException {
    return ApiKeys.read(Files.write(directory.resolve("keys"), List.of(lines)));
  }

  private static Http.Answer refused(String detail) {
    return problem(
        401,
        "{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401,\"detail\":\""
            + detail
            + "\",\"instance\":\"/v1/stores/1\"}");
  }
}

package io.storestream.queryapi.http;

import static io.storestream.queryapi.Http.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.model.VersionedStore;
import io.storestream.queryapi.Http;
import io.storestream.queryapi.Stores;
import io.storestream.queryapi.TestApi;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CompressionTest {

  private static final String PAGE = "/v1/stores?country=US&limit=1000";

  private TestApi api;
  private Http http;

  @BeforeAll
  void start() {
    api = TestApi.over("CompressionTest");
    http = api.http();
    api.put(
        IntStream.range(0, 500)
            .mapToObj(number -> Stores.large(Integer.toString(number), "US", "NE", 500))
            .toArray(VersionedStore[]::new));
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gzip", "gzip;q=0.5", "br, gzip;q=0.1, identity;q=0.5", "*", "GZIP;q=1.0"})
  void shouldCompressForClientsThatAcceptIt(String encodings) throws IOException {
    // when
    HttpResponse<byte[]> compressed = http.getBytes(PAGE, "Accept-Encoding", encodings);

    // then
    assertThat(header(compressed, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(compressed, "Vary")).isEqualTo("Accept-Encoding, Accept");
    assertThat(header(compressed, "Content-Type")).isEqualTo("application/json;charset=utf-8");
    assertThat(Http.text(compressed)).isEqualTo(http.get(PAGE).body());
    assertThat(compressed.body().length).isLessThan(http.get(PAGE).body().length() / 10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip;q=0", "br", "identity", "*;q=0, identity", "gzip;q=0, *;q=0.0"})
  void shouldNotCompressForClientsThatDoNotAcceptIt(String encodings) {
    HttpResponse<String> plain = http.send("GET", PAGE, "Accept-Encoding", encodings);
    assertThat(header(plain, "Content-Encoding")).isNull();
    assertThat(header(plain, "Vary")).isEqualTo("Accept-Encoding, Accept");
    assertThat(Http.answer(plain)).isEqualTo(http.get(PAGE));
  }

  @Test
  void shouldRefuseClientsThatAcceptNoEncodingThatThereIs() {
    HttpResponse<String> refused =
        http.send("GET", "/health/live", "Accept-Encoding", "br, identity;q=0");
    assertThat(refused.statusCode()).isEqualTo(415);
    assertThat(header(refused, "Accept-Encoding")).isEqualTo("gzip");
    assertThat(header(refused, "Content-Type")).isEqualTo("application/problem+json");
  }

  @Test
  void shouldCompressForClientsThatAcceptNothingElse() throws IOException {
    HttpResponse<byte[]> compressed = http.getBytes(PAGE, "Accept-Encoding", "gzip, identity;q=0");
    assertThat(header(compressed, "Content-Encoding")).isEqualTo("gzip");
    assertThat(Http.text(compressed)).isEqualTo(http.get(PAGE).body());
  }

  @Test
  void shouldNotCompressWhatIsTiny() {
    HttpResponse<String> tiny =
        http.send("GET", "/v1/stores/count?country=US", "Accept-Encoding", "gzip");
    assertThat(header(tiny, "Content-Encoding")).isNull();
    assertThat(header(tiny, "Content-Length")).isEqualTo("13");
    assertThat(tiny.body()).isEqualTo("{\"count\":500}");
  }

  @Test
  void shouldSpareCompressedResponsesToo() {
    // given
    String plain = tag(http.send("GET", PAGE));
    String compressed = tag(http.getBytes(PAGE, "Accept-Encoding", "gzip"));

    for (String tag : List.of(plain, compressed)) {
      // when
      HttpResponse<byte[]> known =
          http.getBytes(PAGE, "Accept-Encoding", "gzip", "If-None-Match", tag);

      // then
      assertThat(known.statusCode()).isEqualTo(304);
      assertThat(known.body()).isEmpty();
      assertThat(header(known, "ETag")).isEqualTo(tag);
      assertThat(header(known, "Content-Encoding")).isNull();
      assertThat(header(known, "Content-Length")).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET %s HTTP/1.1\r\nHost: x",
        "HEAD %s HTTP/1.1\r\nHost: x",
        "GET %s HTTP/1.0\r\nConnection: keep-alive"
      })
  void shouldKeepTheConnectionAfterSparingACompressedAnswer(String request) {
    // given
    String tag = tag(http.getBytes(PAGE, "Accept-Encoding", "gzip"));

    // when
    String answers =
        http.exchangeTwo(
            request.formatted(PAGE)
                + "\r\nAccept-Encoding: gzip\r\nIf-None-Match: %s\r\n\r\n".formatted(tag)
                + "GET /v1/stores/count?country=US HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    // then
    int second = answers.lastIndexOf("HTTP/1.1 200 OK\r\n");
    assertThat(answers.substring(0, second))
        .startsWith("HTTP/1.1 304 Not Modified\r\n")
        .endsWith("\r\n\r\n")
        .doesNotContain("Transfer-Encoding", "Content-Length");
    assertThat(answers).endsWith("\r\n\r\n{\"count\":500}");
  }

  @Test
  void shouldAnswerHeadWithTheHeadersOfGet() {
    for (String encoding : new String[] {"gzip", "identity"}) {
      HttpResponse<byte[]> get = http.getBytes(PAGE, "Accept-Encoding", encoding);
      HttpResponse<String> head = http.send("HEAD", PAGE, "Accept-Encoding", encoding);
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      for (String name :
          new String[] {
            "Content-Encoding", "ETag", "Vary", "Content-Type", "Content-Length", "Cache-Control"
          }) {
        assertThat(header(head, name)).as(encoding + " " + name).isEqualTo(header(get, name));
      }
    }
  }

  @Test
  void shouldAnswerHeadWithA304AsGet() {
    // given
    String tag = tag(http.getBytes(PAGE, "Accept-Encoding", "gzip"));

    // when
    HttpResponse<String> head =
        http.send("HEAD", PAGE, "Accept-Encoding", "gzip", "If-None-Match", tag);

    // then
    assertThat(head.statusCode()).isEqualTo(304);
  }

  private static String tag(HttpResponse<?> response) {
    return Objects.requireNonNull(header(response, "ETag"));
  }
}

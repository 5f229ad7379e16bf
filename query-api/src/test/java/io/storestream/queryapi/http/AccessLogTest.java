package io.storestream.queryapi.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.storestream.queryapi.GeneratedDynamoDb;
import io.storestream.queryapi.Http;
import io.storestream.queryapi.Limits;
import io.storestream.queryapi.Stores;
import io.storestream.queryapi.TestApi;
import io.storestream.queryapi.http.access.ApiKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class AccessLogTest {

  private static final String KEY = "0123456789-secret-key";

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Logger access = (Logger) LoggerFactory.getLogger("access");
  private final Recorder recorder = new Recorder();

  /** Remembers what was logged, from any thread. */
  private static final class Recorder extends ListAppender<ILoggingEvent> {
    Recorder() {
      list = new CopyOnWriteArrayList<>();
    }

    List<String> messages() {
      return list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
  }

  @BeforeEach
  void listen() {
    recorder.start();
    root.addAppender(recorder);
    access.setLevel(Level.INFO);
  }

  @AfterEach
  void stopListening() {
    root.detachAppender(recorder);
    access.setLevel(null);
  }

  @Test
  void shouldLogEachRequestInOneLine() {
    try (TestApi api = logging(null)) {
      // given
      Http http = api.http();
      api.put(Stores.at("1", "US", null, null, null));
      int bytes = http.get("/v1/stores/1").body().length();
      Awaitility.await().until(() -> recorder.messages().size() == 1);
      recorder.list.clear();

      // when: a line may be written after its answer, so each is awaited
      http.send("GET", "/v1/stores/1?", "X-Request-Id", "one");
      Awaitility.await().until(() -> recorder.messages().size() == 1);
      http.send("HEAD", "/nowhere", "X-Request-Id", "two");
      Awaitility.await().until(() -> recorder.messages().size() == 2);
      http.exchangeRaw("nonsense\r\n\r\n");
      Awaitility.await().until(() -> recorder.messages().size() == 3);

      // then
      assertThat(recorder.messages().get(0))
          .matches("127\\.0\\.0\\.1 GET /v1/stores/1 200 " + bytes + "B \\d+ms one");
      assertThat(recorder.messages().get(1))
          .matches("127\\.0\\.0\\.1 HEAD /nowhere 404 \\d+B \\d+ms two");
      assertThat(recorder.messages().get(2)).containsPattern(" 400 \\d+B \\d+ms [0-9a-f-]{36}$");
    }
  }

  @Test
  void shouldNotLetAClientForgeALine() {
    try (TestApi api = logging(null)) {
      // when: U+2028 ends a line in some viewers, U+202E turns the text around
      api.http().getRaw("/a\u00e2\u0080\u00a8b\u00e2\u0080\u00aec%0Ad?x=%0Ae");

      // then
      Awaitility.await().until(() -> recorder.messages().size() == 1);
      assertThat(recorder.messages().get(0))
          .matches("127\\.0\\.0\\.1 GET /a\\\\u2028b\\\\u202ec%0Ad 404 \\d+B \\d+ms \\S+");
    }
  }

  @Test
  void shouldNeverLogAKey(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("keys"), KEY);
    try (TestApi api = logging(ApiKeys.read(file))) {
      // when
      api.http().send("GET", "/v1/stores/1", "X-API-Key", KEY);
      api.http().send("GET", "/v1/stores/1", "X-API-Key", KEY + "-mistyped");
      api.http().get("/v1/stores/1?key=" + KEY);

      // then
      Awaitility.await().until(() -> recorder.messages().size() == 3);
      assertThat(recorder.messages()).noneMatch(message -> message.contains(KEY));
    }
  }

  @Test
  void shouldMarkAbortedResponses() throws IOException {
    GeneratedDynamoDb dynamoDb = new GeneratedDynamoDb(100_000, 100);
    HttpSettings settings = new HttpSettings(Duration.ZERO, List.of(), null, 0, true, null);
    try (TestApi api = TestApi.over("generated", dynamoDb, settings, Limits.DEFAULT)) {
      // when: the reader leaves
      String csv = "/v1/stores?country=US&format=csv";
      api.http().open(csv, "X-Request-Id", "left").body().close();
      // then
      Awaitility.await().until(() -> recorder.messages().size() == 1);
      assertThat(recorder.messages().get(0))
          .matches("127\\.0\\.0\\.1 GET /v1/stores 200 \\d+B \\d+ms left cut-off");

      // when: DynamoDB fails
      recorder.list.clear();
      dynamoDb.failingFrom = dynamoDb.queries() + 2;
      try (InputStream body = api.http().open(csv, "X-Request-Id", "failed").body()) {
        assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
      }
      // then: beside a warning
      Awaitility.await().until(() -> recorder.messages().size() == 2);
      assertThat(recorder.messages().get(0))
          .startsWith("/v1/stores was aborted in mid-stream: ")
          .endsWith("connection refused");
      assertThat(recorder.messages().get(1))
          .matches("127\\.0\\.0\\.1 GET /v1/stores 200 \\d+B \\d+ms failed cut-off");
    }
  }

  @Test
  void shouldGiveTheIdOfTheRequestWithWhatWentWrong() {
    try (TestApi api = TestApi.over("NoSuchTable", TestApi.CLIENT)) {
      // when
      api.http().send("GET", "/v1/stores/1", "X-Request-Id", "traced");

      // then: nothing of requests without the option
      assertThat(recorder.list)
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.getFormattedMessage())
                    .startsWith("DynamoDB could not answer /v1/stores/1: ");
                assertThat(event.getMDCPropertyMap()).containsEntry("requestId", "traced");
              });
    }
  }

  private static TestApi logging(@Nullable ApiKeys keys) {
    return TestApi.over(
        "AccessLogTest", new HttpSettings(Duration.ZERO, List.of(), keys, 0, true, null));
  }
}

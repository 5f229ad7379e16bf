package io.storestream.queryapi.render;

import static io.storestream.queryapi.Http.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storestream.queryapi.GeneratedDynamoDb;
import io.storestream.queryapi.Http;
import io.storestream.queryapi.TestApi;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StoreStreamTest {

  private static final int STORES = 10_000;
  private static final int BATCHES = 10;
  private static final int NAME_LETTERS = 1_500;
  private static final String CSV = "/v1/stores?country=US&format=csv";

  private final GeneratedDynamoDb dynamoDb = new GeneratedDynamoDb(STORES, NAME_LETTERS);
  private final TestApi api = TestApi.over("generated", dynamoDb);
  private final Http http = api.http();

  @AfterEach
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "ndjson"})
  void shouldAskForNoMoreThanTheClientReads(String format) throws IOException {
    // given: 15 MB, of which the network and the client hold a few
    try (InputStream body = http.open("/v1/stores?country=US&format=" + format).body()) {
      // when: the caller reads nothing
      awaitStandstill(dynamoDb);
      // then
      assertThat(dynamoDb.queries()).isLessThan(BATCHES / 2);
      // when: it reads on
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
      if (format.equals("csv")) {
        assertThat(lines.readLine()).startsWith("Brand,Store Number,");
      }
      // then
      for (int i = 0; i < STORES; i++) {
        assertThat(lines.readLine()).contains(GeneratedDynamoDb.number(i));
      }
      assertThat(lines.readLine()).isNull();
    }
    assertThat(dynamoDb.queries()).isEqualTo(BATCHES);
  }

  @Test
  void shouldRefuseMoreStreamsThanMayRunAtOnce() {
    // given
    dynamoDb.gate = new CompletableFuture<>();
    List<CompletableFuture<Http.Answer>> running =
        IntStream.range(0, StoreStreams.MAX_STREAMS).mapToObj(i -> http.getAsync(CSV)).toList();
    Awaitility.await().until(() -> dynamoDb.queries() == StoreStreams.MAX_STREAMS);
    // when
    HttpResponse<String> refused = http.send("GET", CSV);
    // then
    assertThat(Http.answer(refused))
        .isEqualTo(
            problem(
                503,
                "{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,"
                    + "\"detail\":\"too many stores are being streamed\","
                    + "\"instance\":\"/v1/stores\"}"));
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
    // when: those that run come to their end
    dynamoDb.failingFrom = 0;
    dynamoDb.gate.completeExceptionally(new IllegalStateException("scripted"));
    // then
    assertThat(running).allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(500));
    dynamoDb.failingFrom = Integer.MAX_VALUE;
    dynamoDb.gate = CompletableFuture.completedFuture(null);
    awaitAFreeStream(http);
  }

  @Test
  void shouldAnswerOthersWhileAllStreamsHaveSlowReaders() throws IOException {
    // given: batches of 2 MB, of which two fill what the network holds
    GeneratedDynamoDb large = new GeneratedDynamoDb(STORES, 2_000);
    try (TestApi busy = TestApi.over("large", large)) {
      Http client = busy.http();
      List<InputStream> slow = new ArrayList<>();
      for (int i = 0; i < StoreStreams.MAX_STREAMS; i++) {
        slow.add(client.open(CSV).body());
      }
      awaitStandstill(large);
      // when, then
      assertThat(client.get("/health/live").status()).isEqualTo(200);
      assertThat(client.get("/v1/stores?country=US&limit=1").status()).isEqualTo(200);
      assertThat(client.get(CSV).status()).isEqualTo(503);
      // when: the readers go away
      for (InputStream body : slow) {
        body.close();
      }
      // then
      awaitAFreeStream(client);
    }
  }

  @Test
  void shouldNeverLookCompleteIfItIsNot() throws IOException {
    // given
    dynamoDb.failingFrom = 3;
    // when, then
    try (InputStream body = http.open(CSV).body()) {
      assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
    }
    assertThat(dynamoDb.queries()).isEqualTo(3);
    awaitAborted("server", 1);
    awaitAborted("reader", 0);
  }

  @Test
  void shouldNeverLookCompleteToAnHttp10Client() throws IOException {
    // given
    dynamoDb.failingFrom = 3;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      // when
      socket
          .getOutputStream()
          .write(("GET " + CSV + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      // then
      assertThatThrownBy(socket.getInputStream()::readAllBytes).isInstanceOf(IOException.class);
    }
  }

  @Test
  void shouldEndProperlyWhenItIsCompressed() throws IOException {
    try (TestApi small = TestApi.over("small", new GeneratedDynamoDb(3_500, 100))) {
      // when
      HttpResponse<InputStream> response = small.http().open(CSV, "Accept-Encoding", "gzip");
      // then
      assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
      try (InputStream body = new GZIPInputStream(response.body())) {
        assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
            .isEqualTo(small.http().get(CSV).body())
            .hasLineCount(3_501);
      }
    }
  }

  @Test
  void shouldSayWhatIsWrongBeforeTheFirstByte() {
    // given
    dynamoDb.failingFrom = 1;
    // when, then
    assertThat(http.get(CSV))
        .isEqualTo(
            problem(
                503,
                "{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,"
                    + "\"detail\":\"the table can't answer at the moment\","
                    + "\"instance\":\"/v1/stores\"}"));
  }

  @Test
  void shouldReadOneBatchOnlyForItsHead() {
    // when
    HttpResponse<String> head = http.send("HEAD", CSV);
    // then
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("Content-Type"))
        .hasValue("text/csv;charset=utf-8;header=present");
    assertThat(dynamoDb.queries()).isEqualTo(1);
  }

  @Test
  void shouldCountReadersThatLeave() throws IOException {
    // when
    http.open(CSV).body().close();
    // then
    awaitAborted("reader", 1);
    awaitAborted("server", 0);
    // when: others have what they asked for
    http.send("HEAD", CSV);
    assertThat(http.get("/v1/stores?country=US&limit=1000").status()).isEqualTo(200);
    // then
    awaitAborted("reader", 1);
    awaitAborted("server", 0);
  }

  private void awaitAborted(String cause, int count) {
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(http.get("/metrics").body())
                    .contains(
                        "http_server_requests_cut_off_total{cause=\"%s\"} %d.0\n"
                            .formatted(cause, count)));
  }

  private static void awaitStandstill(GeneratedDynamoDb dynamoDb) {
    int[] queries = {0};
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(300))
        .until(
            () -> {
              int before = queries[0];
              queries[0] = dynamoDb.queries();
              return before > 0 && queries[0] == before;
            });
  }

  private static void awaitAFreeStream(Http http) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> http.send("HEAD", CSV).statusCode() == 200);
  }
}

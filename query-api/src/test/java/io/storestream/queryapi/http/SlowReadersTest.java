package io.storestream.queryapi.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storestream.queryapi.GeneratedDynamoDb;
import io.storestream.queryapi.TestApi;
import io.storestream.queryapi.render.StoreStreams;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class SlowReadersTest {

  private static final String CSV = "/v1/stores?country=US&format=csv";
  private static final int SMALL_WINDOW_BYTES = 16 * 1024;
  private static final int READ_BYTES = 64 * 1024;
  private static final int STORES = 10_000;
  private static final int NAME_LETTERS = 1_000;

  private final GeneratedDynamoDb dynamoDb = new GeneratedDynamoDb(STORES, NAME_LETTERS);

  @Test
  void shouldTakeTheStreamsBackFromReadersWhoReadNothing() throws IOException {
    ServerLimits limits = ServerLimits.DEFAULT.withIdleTime(Duration.ofSeconds(3));
    List<Socket> stuck = new ArrayList<>();
    try (TestApi api = TestApi.over("generated", dynamoDb, limits)) {
      // given
      for (int i = 0; i < StoreStreams.MAX_STREAMS; i++) {
        stuck.add(ask(api, CSV));
      }

      // when, then: they stay, and read nothing
      awaitCutOffs(api, StoreStreams.MAX_STREAMS);
      assertThat(api.http().send("HEAD", CSV).statusCode()).isEqualTo(200);
      assertThat(stuck)
          .allSatisfy(
              socket ->
                  assertThatThrownBy(socket.getInputStream()::readAllBytes)
                      .isInstanceOf(IOException.class));
    } finally {
      for (Socket socket : stuck) {
        socket.close();
      }
    }
  }

  @Test
  void shouldCutOffAReaderWhoTakesLessThanTheLeastRate() throws IOException {
    // given: something is read ten times a second, so that it is never silent
    ServerLimits limits =
        ServerLimits.DEFAULT
            .withIdleTime(Duration.ofSeconds(1))
            .withLeastBytesPerSecond(64 * 1024 * 1024);
    try (TestApi api = TestApi.over("generated", dynamoDb, limits);
        Socket socket = ask(api, CSV)) {
      // when
      Awaitility.await()
          .pollInterval(Duration.ofMillis(100))
          .until(() -> !takes(socket.getInputStream()));

      // then
      awaitCutOffs(api, 1);
      assertThat(dynamoDb.queries()).isLessThan(STORES / 1_000);
    }
  }

  @Test
  void shouldNotCutOffAReaderWhoKeepsUpTheLeastRate() throws IOException {
    // given: the same reader
    ServerLimits limits =
        ServerLimits.DEFAULT.withIdleTime(Duration.ofSeconds(1)).withLeastBytesPerSecond(1_024);
    try (TestApi api = TestApi.over("generated", dynamoDb, limits);
        Socket socket = ask(api, CSV)) {
      // when, then: much longer than its patience
      Awaitility.await()
          .pollInterval(Duration.ofMillis(100))
          .during(Duration.ofSeconds(3))
          .until(() -> takes(socket.getInputStream()));
      awaitCutOffs(api, 0);
    }
  }

  @Test
  void shouldCutOffReadersOfOtherAnswersToo() throws IOException {
    // given
    ServerLimits limits = ServerLimits.DEFAULT.withIdleTime(Duration.ofSeconds(1));
    String page = "/v1/stores?country=US&limit=1000";
    GeneratedDynamoDb large = new GeneratedDynamoDb(STORES, 10_000);
    try (TestApi api = TestApi.over("generated", large, limits);
        Socket socket = ask(api, page)) {
      // when, then
      awaitCutOffs(api, 1);
      assertThatThrownBy(socket.getInputStream()::readAllBytes).isInstanceOf(IOException.class);
    }
  }

  @Test
  void shouldAnswerOthersWhileAsManyAsThereAreThreadsReadNothing() throws IOException {
    // given: nobody's patience ends, and no key is needed for what they ask for
    ServerLimits limits = ServerLimits.DEFAULT.withIdleTime(Duration.ofHours(1));
    List<Socket> stuck = new ArrayList<>();
    try (TestApi api = TestApi.over("generated", dynamoDb, limits)) {
      for (int i = 0; i < ServerLimits.THREADS; i++) {
        stuck.add(ask(api, "/docs/swagger-ui-bundle.js"));
      }

      // when, then: half of them stay
      awaitCutOffs(api, ServerLimits.THREADS - SlowReaders.MAX_WAITING);
      assertThat(api.http().get("/health/live").status()).isEqualTo(200);
      assertThat(api.http().get("/v1/stores?country=US&limit=1").status()).isEqualTo(200);

      // when: one more comes
      stuck.add(ask(api, "/docs/swagger-ui-bundle.js"));

      // then: it takes the place of another
      awaitCutOffs(api, ServerLimits.THREADS - SlowReaders.MAX_WAITING + 1);
      Socket last = stuck.get(stuck.size() - 1);
      assertThat(last.getInputStream().readNBytes(READ_BYTES)).hasSize(READ_BYTES);
    } finally {
      for (Socket socket : stuck) {
        socket.close();
      }
    }
  }

  /** Asks on a connection that holds little, so that a reader who does not read is soon noticed. */
  private static Socket ask(TestApi api, String target) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(SMALL_WINDOW_BYTES);
    socket.setSoTimeout(20_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), api.port()));
    socket
        .getOutputStream()
        .write(
            ("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** Reads a little, and returns whether there was any. */
  private static boolean takes(InputStream in) {
    try {
      return in.readNBytes(READ_BYTES).length == READ_BYTES;
    } catch (IOException e) {
      return false;
    }
  }

  private static void awaitCutOffs(TestApi api, int count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(api.http().get("/metrics").body())
                    .contains(
                        "http_server_requests_cut_off_total{cause=\"reader\"} %d.0\n"
                            .formatted(count))
                    .contains("http_server_requests_cut_off_total{cause=\"server\"} 0.0\n"));
  }
}

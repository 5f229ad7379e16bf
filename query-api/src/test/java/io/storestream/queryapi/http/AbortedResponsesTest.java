package io.storestream.queryapi.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storestream.queryapi.GeneratedDynamoDb;
import io.storestream.queryapi.Limits;
import io.storestream.queryapi.TestApi;
import io.storestream.queryapi.render.StoreStreams;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class AbortedResponsesTest {

  private static final String CSV = "/v1/stores?country=US&format=csv";
  private static final int SMALL_WINDOW_BYTES = 16 * 1024;
  private static final int STORES = 10_000;
  private static final int NAME_LETTERS = 1_000;

  private final GeneratedDynamoDb dynamoDb = new GeneratedDynamoDb(STORES, NAME_LETTERS);

  @Test
  void shouldAbortStreamsWhoseReadersReadNothing() throws IOException {
    ServerLimits limits = Limits.idleTime(Duration.ofSeconds(3));
    List<Socket> stuck = new ArrayList<>();
    try (TestApi api = TestApi.over("generated", dynamoDb, limits)) {
      // given
      for (int i = 0; i < StoreStreams.MAX_STREAMS; i++) {
        stuck.add(ask(api, CSV));
      }

      // when, then: they stay, and read nothing
      awaitAborted(api, StoreStreams.MAX_STREAMS);
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
  void shouldAbortOtherResponsesToo() throws IOException {
    // given
    ServerLimits limits = Limits.idleTime(Duration.ofSeconds(1));
    String page = "/v1/stores?country=US&limit=1000";
    GeneratedDynamoDb large = new GeneratedDynamoDb(STORES, 10_000);
    try (TestApi api = TestApi.over("generated", large, limits);
        Socket socket = ask(api, page)) {
      // when, then
      awaitAborted(api, 1);
      assertThatThrownBy(socket.getInputStream()::readAllBytes).isInstanceOf(IOException.class);
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

  private static void awaitAborted(TestApi api, int count) {
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

package io.storestream.cli.management;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManagementServerTest {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ManagementServer server = ManagementServer.bind("127.0.0.1", 0);
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void shouldAnswerWhateverUnfinishedRequestsThereAre() throws Exception {
    server.start(() -> true, Optional::empty, registry);
    List<Socket> unfinished = new ArrayList<>();
    try {
      // More than it has threads: it has to give up some of them, and not wait for their end.
      for (int i = 0; i <= ManagementServer.THREADS; i++) {
        unfinished.add(unfinishedRequest());
      }

      assertThat(get("/health/live").body()).isEqualTo("UP");
    } finally {
      for (Socket socket : unfinished) {
        socket.close();
      }
    }
  }

  @Test
  void shouldSayWhatTheTroubleIs() throws Exception {
    server.start(() -> false, () -> Optional.of("the table is gone"), registry);

    assertThat(get("/health/live"))
        .returns(503, HttpResponse::statusCode)
        .returns("stopped by a failure", HttpResponse::body);
    assertThat(get("/health/ready"))
        .returns(503, HttpResponse::statusCode)
        .returns("the table is gone", HttpResponse::body);
  }

  private Socket unfinishedRequest() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.getOutputStream().write("GET /met".getBytes(UTF_8));
    return socket;
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}

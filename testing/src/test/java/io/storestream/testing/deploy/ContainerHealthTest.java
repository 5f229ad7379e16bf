package io.storestream.testing.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The health check of the images asks whether the program is alive, not whether it is ready. */
class ContainerHealthTest {

  private static final String SCRIPT = YamlFile.ROOT.resolve("docker/healthy.sh").toString();
  private static final int NO_BODY = -1;

  @ParameterizedTest
  @CsvSource({"200, 200, true", "200, 503, true", "503, 200, false", "503, 503, false"})
  void shouldBeHealthyWhileTheProgramIsAlive(int live, int ready, boolean healthy)
      throws IOException, InterruptedException {
    // given
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer(server, "/health/live", live);
    answer(server, "/health/ready", ready);
    server.start();

    // when, then
    try {
      assertThat(isHealthy(server.getAddress().getPort())).isEqualTo(healthy);
    } finally {
      server.stop(0);
    }
  }

  private static void answer(HttpServer server, String path, int status) {
    server.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(status, NO_BODY);
          exchange.close();
        });
  }

  private static boolean isHealthy(int port) throws IOException, InterruptedException {
    Process check = new ProcessBuilder("bash", SCRIPT, String.valueOf(port)).inheritIO().start();
    return check.waitFor() == 0;
  }
}

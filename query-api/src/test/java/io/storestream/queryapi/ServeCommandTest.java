package io.storestream.queryapi;

import static io.storestream.queryapi.Http.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.cli.CommandRunner;
import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.TableSetup;
import io.storestream.queryapi.http.ServerLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServeCommandTest {

  private static final String TABLE = "ServeCommandTest";

  @BeforeAll
  static void createTable() {
    TableSetup.ofStores(TestApi.CLIENT, TABLE).ensure(new Billing.OnDemand());
    TableSetup.ofCounts(TestApi.CLIENT, TABLE).ensure(new Billing.OnDemand());
  }

  @Test
  void shouldServeUntilItIsAskedToStop() throws IOException, InterruptedException {
    // given
    Process serve = serve("--table", TABLE, "--http-port", "0");
    try (BufferedReader out = serve.inputReader(StandardCharsets.UTF_8)) {
      // when
      String line = out.readLine();

      // then
      assertThat(line).matches("listening on http://127\\.0\\.0\\.1:\\d+");
      int port = URI.create(line.substring("listening on ".length())).getPort();
      assertThat(new Http(port).get("/health/ready")).isEqualTo(json("{\"status\":\"UP\"}"));

      // when: SIGTERM; the process's own destroy() would close what is read here
      serve.toHandle().destroy();

      // then
      assertThat(out.readLine()).isNull();
      assertThat(exitCode(serve)).isZero();
    } finally {
      serve.destroyForcibly();
    }
  }

  @Test
  void shouldFinishTheRequestsThatRunWhenItIsAskedToStop()
      throws IOException, InterruptedException {
    try (SlowDynamoDb slow = new SlowDynamoDb()) {
      // given
      Process serve = serve(slow.endpoint(), "--table", TABLE, "--http-port", "0");
      try (BufferedReader out = serve.inputReader(StandardCharsets.UTF_8)) {
        int port = URI.create(out.readLine().substring("listening on ".length())).getPort();
        CompletableFuture<Http.Answer> running = new Http(port).getAsync("/v1/stores/1");
        Awaitility.await().until(() -> slow.waiting() == 1);

        // when
        serve.toHandle().destroy();
        Awaitility.await().until(() -> refusesConnections(port));
        slow.answer();

        // then
        assertThat(running)
            .succeedsWithin(ServerLimits.STOP_TIME)
            .isEqualTo(json("{\"storeNumber\":\"1\",\"country\":\"US\"}"));
        assertThat(exitCode(serve)).isZero();
      } finally {
        serve.destroyForcibly();
      }
    }
  }

  private static boolean refusesConnections(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !socket.isConnected();
    } catch (ConnectException e) {
      return true;
    }
  }

  @Test
  void shouldFailWithoutTheTable() throws IOException, InterruptedException {
    Process serve = serve("--table", "NoSuchTable", "--http-port", "0");
    assertThat(errors(serve))
        .contains(
            "error: table NoSuchTable does not exist: run `./stores rebuild --table NoSuchTable` to"
                + " create and fill it from topic stores, or `./stores ingest` if nothing was"
                + " published yet; or check --table");
    assertThat(exitCode(serve)).isEqualTo(1);
  }

  @Test
  void shouldFailWithoutTheTableOfCounts() throws IOException, InterruptedException {
    TableSetup.ofStores(TestApi.CLIENT, "Uncounted").ensure(new Billing.OnDemand());
    Process serve = serve("--table", "Uncounted", "--http-port", "0");
    assertThat(errors(serve))
        .contains(
            "error: table UncountedCounts does not exist: run `./stores rebuild --table Uncounted`"
                + " to create and fill it");
    assertThat(exitCode(serve)).isEqualTo(1);
  }

  @Test
  void shouldFailIfThePortIsInUse() throws IOException, InterruptedException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      Process serve = serve("--table", TABLE, "--http-port", port);
      assertThat(errors(serve))
          .containsExactly("error: port " + port + " is in use: choose another with --http-port");
      assertThat(exitCode(serve)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"-1", "65536", "http"})
  void shouldRefuseWhatIsNoPort(String port) {
    assertThat(CommandRunner.run(new ServeCommand(), "--http-port", port)).isEqualTo(2);
  }

  private static Process serve(String... arguments) throws IOException {
    return serve(TestApi.DYNAMO_DB.endpoint(), arguments);
  }

  private static Process serve(URI dynamoDb, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ServeMain.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(
            Map.of(
                "AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.toString(),
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "local",
                "AWS_SECRET_ACCESS_KEY", "local"));
    return builder.start();
  }

  private static List<String> errors(Process process) throws IOException {
    try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
      return err.lines().toList();
    }
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }
}

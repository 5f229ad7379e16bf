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
import picocli.CommandLine;

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

  @Test
  void shouldExplainItsOptions() {
    assertThat(new CommandLine(new ServeCommand()).getUsageMessage())
        .isEqualToNormalizingNewlines(
            """
            Usage: serve [-hV] [--access-log] [--api-keys-file=FILE] [--host=HOST]
                         [--http-port=PORT] [--max-age=SECONDS] [--rate-limit=N]
                         [--table=NAME] [--tls-keystore=FILE] [--tls-password-file=FILE]
                         [--cors-origin=ORIGIN[,ORIGIN...]]...
            Answers lookups of stores over HTTP until Ctrl-C.
                  --access-log           Log each request to standard error. Default:
                                           ${STORES_ACCESS_LOG}, else false.
                  --api-keys-file=FILE   Answer requests under /v1 only if X-API-Key is one
                                           of the keys in this file, one a line. Default:
                                           ${STORES_API_KEYS_FILE}, else for everyone.
                  --cors-origin=ORIGIN[,ORIGIN...]
                                         Origins whose web pages may call, such as https:
                                           //example.org, separated by commas, or * for
                                           any. Default: ${STORES_CORS_ORIGIN}, else none.
              -h, --help                 Show this help message and exit.
                  --host=HOST            The address to listen on, 0.0.0.0 for all.
                                           Default: ${STORES_HTTP_HOST}, else 127.0.0.1.
                  --http-port=PORT       The port to listen on, 0 for any that is free.
                                           Default: ${STORES_HTTP_PORT}, else 7070.
                  --max-age=SECONDS      How long clients may reuse a response without
                                           asking. Default: ${STORES_MAX_AGE}, else 0: they
                                           ask every time.
                  --rate-limit=N         Requests a second for each API key, or else
                                           address. Default: ${STORES_RATE_LIMIT}, else 0:
                                           any number.
                  --table=NAME           The DynamoDB table. Default: ${STORES_TABLE}, else
                                           StarbucksLocations.
                  --tls-keystore=FILE    Speak HTTPS with the key and certificate in this
                                           PKCS #12 file, which is reloaded when it is
                                           replaced. Default: ${STORES_TLS_KEYSTORE}, else
                                           HTTP.
                  --tls-password-file=FILE
                                         Holds the password of --tls-keystore. Default:
                                           ${STORES_TLS_PASSWORD_FILE}.
              -V, --version              Print version information and exit.
            """);
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

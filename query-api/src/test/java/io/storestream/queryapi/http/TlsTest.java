package io.storestream.queryapi.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.storestream.cli.CommandFailedException;
import io.storestream.queryapi.Limits;
import io.storestream.queryapi.ScriptedDynamoDb;
import io.storestream.queryapi.Stores;
import io.storestream.queryapi.TestApi;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsTest {

  private static final String PASSWORD = "of-the-key-9f27";
  private static final String STORE = "/v1/stores/1";

  /** Key stores of the same certificate name, made once: the tool takes a second for each. */
  @TempDir private static Path made = Path.of("");

  @TempDir private Path directory = Path.of("");

  private Path keystore = Path.of("");
  private Path passwordFile = Path.of("");

  @BeforeAll
  static void makeKeys() throws IOException, InterruptedException {
    List<Process> tools = new ArrayList<>();
    for (String name : List.of("first", "second", "third")) {
      tools.add(startKeytool(made.resolve(name)));
    }
    for (Process tool : tools) {
      String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(tool.waitFor()).as(output).isZero();
    }
  }

  @BeforeEach
  void copyFiles() throws IOException {
    keystore = Files.copy(made.resolve("first"), directory.resolve("server.p12"));
    passwordFile = Files.writeString(directory.resolve("password"), PASSWORD + "\n");
  }

  @Test
  void shouldSpeakHttpsToClientsThatTrustTheCertificate() throws Exception {
    // given
    try (TestApi api = TestApi.over("TlsTest", encrypted())) {
      api.put(Stores.at("1", "US", "NE", "Omaha", "68144"));
      // when
      HttpResponse<String> answer = get(api);
      // then
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("\"storeNumber\":\"1\"");
      assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
      // and: who does not speak TLS gets nothing
      assertThat(exchange(api, "GET " + STORE + " HTTP/1.0\r\n\r\n")).doesNotContain("HTTP/1");
    }
  }

  @Test
  void shouldCloseAConnectionWhoseHandshakeDoesNotEnd() throws IOException {
    ServerLimits limits = Limits.idleTime(Duration.ofMillis(200));
    try (TestApi api = TestApi.over("scripted", new ScriptedDynamoDb(), encrypted(), limits)) {
      // when: it says that a handshake comes, and no more
      String answer = exchange(api, "\u0016");
      // then
      assertThat(answer).doesNotContain("HTTP/1");
    }
  }

  @Test
  void shouldReloadARenewedCertificate() throws Exception {
    try (TestApi api = TestApi.over("TlsTest", encrypted())) {
      assertThat(get(api).sslSession().orElseThrow().getPeerCertificates())
          .containsExactly(certificate());
      // when
      Path renewed = Files.copy(made.resolve("second"), directory.resolve("renewed.p12"));
      Files.move(renewed, keystore, StandardCopyOption.REPLACE_EXISTING);
      // then
      awaitThatItShowsTheKeyInTheFile(api);
    }
  }

  /** A mounted secret is a link to a link to a directory; the second is exchanged each time. */
  @Test
  void shouldReloadEachRenewalOfAMountedSecret() throws Exception {
    makeSecret("first", directory.resolve("..data"));
    Files.delete(keystore);
    Files.createSymbolicLink(keystore, Path.of("..data", "server.p12"));
    try (TestApi api = TestApi.over("TlsTest", encrypted())) {
      awaitThatItShowsTheKeyInTheFile(api);
      String before = "first";
      for (String renewed : List.of("second", "third")) {
        // when
        Path link = makeSecret(renewed, directory.resolve("..data_tmp"));
        Files.move(link, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(directory.resolve(".." + before).resolve("server.p12"));
        Files.delete(directory.resolve(".." + before));
        before = renewed;
        // then
        awaitThatItShowsTheKeyInTheFile(api);
      }
    }
  }

  /** Makes a directory with this key, and a link to the directory. */
  private Path makeSecret(String key, Path link) throws IOException {
    Path secret = Files.createDirectory(directory.resolve(".." + key));
    Files.copy(made.resolve(key), secret.resolve("server.p12"));
    return Files.createSymbolicLink(link, secret.getFileName());
  }

  /** A client that trusts only the key in the file gets an answer. */
  private void awaitThatItShowsTheKeyInTheFile(TestApi api) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(get(api).sslSession().orElseThrow().getPeerCertificates())
                    .containsExactly(certificate()));
  }

  @Test
  void shouldSayWhatIsWrongWithTheFilesButNeverThePassword() throws Exception {
    Path absent = directory.resolve("absent");
    Path wrong = Files.writeString(directory.resolve("wrong"), "another-password");
    Path keyless = directory.resolve("keyless.p12");
    KeyStore empty = KeyStore.getInstance("PKCS12");
    empty.load(null, null);
    try (OutputStream out = Files.newOutputStream(keyless)) {
      empty.store(out, PASSWORD.toCharArray());
    }

    requireFailure(absent, passwordFile, "can't open the key store " + absent);
    requireFailure(keystore, absent, "can't read the password in " + absent);
    requireFailure(keystore, wrong, "with the password in " + wrong + ": keystore password was");
    requireFailure(keyless, passwordFile, "has no private key");
  }

  private static void requireFailure(Path keystore, Path passwordFile, String message) {
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> TlsKeys.read(keystore, passwordFile))
        .withMessageContaining(message)
        .withMessageNotContaining("another-password")
        .withMessageNotContaining(PASSWORD);
  }

  private HttpSettings encrypted() {
    TlsKeys keys = TlsKeys.read(keystore, passwordFile);
    return new HttpSettings(Duration.ZERO, List.of(), null, 0, false, keys);
  }

  /** Sends a request as a client that trusts the certificate in the file. */
  private HttpResponse<String> get(TestApi api) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("api", certificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder()
        .sslContext(context)
        .build()
        .send(
            HttpRequest.newBuilder(
                    URI.create("https://127.0.0.1:%d%s".formatted(api.port(), STORE)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private Certificate certificate() throws Exception {
    return KeyStore.getInstance(keystore.toFile(), PASSWORD.toCharArray()).getCertificate("api");
  }

  /** Sends bytes, one a char, and returns all that comes back until the server closes. */
  private static String exchange(TestApi api, String bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /** Starts the JDK's own tool, which operators use too. */
  private static Process startKeytool(Path file) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-J-XX:TieredStopAtLevel=1",
            "-genkeypair",
            "-keyalg",
            "EC",
            "-dname",
            "CN=api",
            "-ext",
            "san=ip:127.0.0.1",
            "-alias",
            "api",
            "-storetype",
            "PKCS12",
            "-keystore",
            file.toString(),
            "-storepass",
            PASSWORD)
        .redirectErrorStream(true)
        .start();
  }
}

package io.storestream.testing.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A broker's key with a self-signed certificate, and what clients need to trust it.
 *
 * @param keystore key store of the broker, PKCS #12
 * @param truststore trust store of the clients, PKCS #12
 */
public record BrokerKeys(Path keystore, Path truststore) {

  /** The password of both stores and of the key. */
  public static final String STORE_PASSWORD = "of-the-keystore-7c1d";

  /** Creates them with the JDK's {@code keytool}, as the guide describes. */
  public static BrokerKeys make(Path directory) {
    BrokerKeys keys =
        new BrokerKeys(directory.resolve("broker.p12"), directory.resolve("client.p12"));
    String certificate = directory.resolve("broker.pem").toString();
    keytool(
        keys.keystore,
        List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=broker", "-ext", "san=ip:127.0.0.1"));
    keytool(keys.keystore, List.of("-exportcert", "-rfc", "-file", certificate));
    keytool(keys.truststore, List.of("-importcert", "-noprompt", "-file", certificate));
    return keys;
  }

  /** Writes a user's client properties beside the keys. */
  public Path clientProperties(String user, String password) {
    return clientProperties(user, password, "");
  }

  /**
   * Writes a user's client properties beside the keys.
   *
   * @param more further lines of properties
   */
  public Path clientProperties(String user, String password, String more) {
    String properties =
        """
        security.protocol=SASL_SSL
        sasl.mechanism=PLAIN
        sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \
          username="%s" password="%s";
        ssl.truststore.location=%s
        ssl.truststore.password=%s
        """
            .formatted(user, password, truststore, STORE_PASSWORD);
    try {
      return Files.writeString(truststore.resolveSibling(user + ".properties"), properties + more);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void keytool(Path store, List<String> command) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    line.addAll(command);
    line.addAll(List.of("-alias", "broker", "-storetype", "PKCS12"));
    line.addAll(List.of("-keystore", store.toString(), "-storepass", STORE_PASSWORD));
    try {
      Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(output).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}

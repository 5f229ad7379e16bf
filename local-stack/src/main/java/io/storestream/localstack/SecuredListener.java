package io.storestream.localstack;

import java.nio.file.Path;
import java.util.Map;

/**
 * A second way into an {@link EmbeddedKafka}, over TLS and for one user with a password (SASL
 * PLAIN).
 *
 * @param keystore the broker's key and certificate, PKCS #12
 * @param keystorePassword of the keystore and of the key
 * @param user who may connect
 * @param password the user's
 */
public record SecuredListener(
    Path keystore, String keystorePassword, String user, String password) {

  static final String NAME = "SECURED";

  private static final String PREFIX = "listener.name.secured.";

  Map<String, String> settings() {
    return Map.of(
        PREFIX + "ssl.keystore.location",
        keystore.toString(),
        PREFIX + "ssl.keystore.type",
        "PKCS12",
        PREFIX + "ssl.keystore.password",
        keystorePassword,
        PREFIX + "ssl.key.password",
        keystorePassword,
        PREFIX + "sasl.enabled.mechanisms",
        "PLAIN",
        PREFIX + "plain.sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required user_%s=\"%s\";"
            .formatted(user, password));
  }

  @Override
  public String toString() {
    return "SecuredListener[user=" + user + "]"; // and no passwords
  }
}

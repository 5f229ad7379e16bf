package io.storestream.localstack;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.server.authorizer.Authorizer;
import org.jspecify.annotations.Nullable;

/**
 * A second listener of an {@link EmbeddedKafka}, with TLS and passwords (SASL PLAIN).
 *
 * @param keystore the broker's key and certificate, PKCS #12
 * @param keystorePassword password of the key store and of the key
 * @param passwords password of each user
 * @param authorizer authorizes these users; a class on the class path with a constructor without
 *     parameters, or {@code null} to allow everything. Users of the other listener may do
 *     everything
 */
public record SecuredListener(
    Path keystore,
    String keystorePassword,
    Map<String, String> passwords,
    @Nullable Class<? extends Authorizer> authorizer) {

  static final String NAME = "SECURED";

  private static final String PREFIX = "listener.name.secured.";

  /** Copies the map. */
  public SecuredListener {
    passwords = Map.copyOf(passwords);
  }

  Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put(PREFIX + "ssl.keystore.location", keystore.toString());
    settings.put(PREFIX + "ssl.keystore.type", "PKCS12");
    settings.put(PREFIX + "ssl.keystore.password", keystorePassword);
    settings.put(PREFIX + "ssl.key.password", keystorePassword);
    settings.put(PREFIX + "sasl.enabled.mechanisms", "PLAIN");
    settings.put(PREFIX + "plain.sasl.jaas.config", loginModule());
    if (authorizer != null) {
      settings.put("authorizer.class.name", authorizer.getName());
      settings.put("super.users", "User:ANONYMOUS");
    }
    return settings;
  }

  private String loginModule() {
    StringBuilder module =
        new StringBuilder("org.apache.kafka.common.security.plain.PlainLoginModule required");
    passwords.forEach(
        (user, password) -> module.append(" user_%s=\"%s\"".formatted(user, password)));
    return module.append(';').toString();
  }

  @Override
  public String toString() {
    return "SecuredListener[users=" + passwords.keySet() + "]"; // and no passwords
  }
}

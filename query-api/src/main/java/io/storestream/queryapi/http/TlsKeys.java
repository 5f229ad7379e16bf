package io.storestream.queryapi.http;

import io.storestream.cli.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * The key and certificate for HTTPS, in a PKCS #12 file. Immutable, but {@link JettySetup} reloads
 * the file when it is replaced.
 */
public final class TlsKeys {

  private final Path file;
  private final String password;

  private TlsKeys(Path file, String password) {
    this.file = file;
    this.password = password;
  }

  /**
   * Checks that the file has a key.
   *
   * @param passwordFile holds the password of the file and of its key; white space around it is
   *     ignored
   * @throws CommandFailedException if either file can't be read, the password is wrong, or there is
   *     no key; the message never has the password
   */
  public static TlsKeys read(Path file, Path passwordFile) {
    String password = password(passwordFile);
    if (!Files.isReadable(file)) {
      throw new CommandFailedException(
          "can't open the key store %s (--tls-keystore): it does not exist, or may not be read"
              .formatted(file));
    }
    try {
      KeyStore keys = KeyStore.getInstance(file.toFile(), password.toCharArray());
      for (String alias : Collections.list(keys.aliases())) {
        if (keys.isKeyEntry(alias)) {
          return new TlsKeys(file, password);
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new CommandFailedException(
          "can't open the key store %s (--tls-keystore) with the password in %s: %s"
              .formatted(file, passwordFile, e.getMessage()),
          e);
    }
    throw new CommandFailedException(
        "the key store %s (--tls-keystore) has no private key".formatted(file));
  }

  private static String password(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new CommandFailedException(
          "can't read the password in %s (--tls-password-file): %s"
              .formatted(file, e.getClass().getSimpleName()),
          e);
    }
  }

  /** Returns the TLS configuration of Jetty. */
  SslContextFactory.Server contextFactory() {
    SslContextFactory.Server factory = new SslContextFactory.Server();
    factory.setKeyStorePath(file);
    factory.setKeyStorePassword(password);
    return factory;
  }
}

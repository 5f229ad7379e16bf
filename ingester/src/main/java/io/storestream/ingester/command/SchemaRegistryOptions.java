package io.storestream.ingester.command;

import io.storestream.cli.CommandFailedException;
import io.storestream.formats.record.registry.RegistryAccess;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Command-line options that say which schema registry to ask and how; a picocli mixin. */
final class SchemaRegistryOptions {

  @Option(
      names = "--schema-registry",
      paramLabel = "URL",
      description =
          "Schema registry of the records that begin with the ID of a schema, in Avro or JSON."
              + " Without it, they go to the dead-letter topic.")
  private String url = "";

  @Option(
      names = "--schema-registry-user",
      paramLabel = "NAME",
      description = "User, or API key, for the schema registry.")
  private String user = "";

  @Option(
      names = "--schema-registry-password-file",
      paramLabel = "FILE",
      description = "File with the password of that user, or the secret of that key.")
  private String passwordFile = "";

  @Option(
      names = "--schema-registry-token-file",
      paramLabel = "FILE",
      description = "File with a bearer token for the schema registry, instead of a user.")
  private String tokenFile = "";

  /**
   * Returns the registry, or {@code null} if there is none.
   *
   * @throws IllegalArgumentException if an option is invalid, or lacks another
   * @throws CommandFailedException if a file can't be read
   */
  @Nullable RegistryAccess access() {
    if (user.isEmpty() != passwordFile.isEmpty()) {
      throw new IllegalArgumentException(
          "--schema-registry-user and --schema-registry-password-file need each other");
    }
    if (!user.isEmpty() && !tokenFile.isEmpty()) {
      throw new IllegalArgumentException(
          "--schema-registry-user and --schema-registry-token-file exclude each other");
    }
    if (url.isBlank()) {
      if (!user.isEmpty() || !tokenFile.isEmpty()) {
        throw new IllegalArgumentException("there is no --schema-registry to authenticate with");
      }
      return null;
    }
    try {
      URI uri = new URI(url.strip());
      if (!user.isEmpty()) {
        return RegistryAccess.basic(
            uri, user, secret(passwordFile, "--schema-registry-password-file"));
      }
      return tokenFile.isEmpty()
          ? RegistryAccess.open(uri)
          : RegistryAccess.bearer(uri, secret(tokenFile, "--schema-registry-token-file"));
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new IllegalArgumentException("--schema-registry: " + e.getMessage(), e);
    }
  }

  private static String secret(String file, String option) {
    try {
      String secret = Files.readString(Path.of(file)).strip();
      if (secret.isEmpty()) {
        throw new CommandFailedException("%s (%s) is empty".formatted(file, option));
      }
      return secret;
    } catch (NoSuchFileException e) {
      throw new CommandFailedException("there is no file %s (%s)".formatted(file, option), e);
    } catch (IOException e) {
      throw new CommandFailedException(
          "can't read %s (%s): %s".formatted(file, option, e.getClass().getSimpleName()), e);
    }
  }
}

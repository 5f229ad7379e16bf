package io.storestream.ingester.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storestream.cli.CommandFailedException;
import io.storestream.formats.record.registry.RegistryAccess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SchemaRegistryOptionsTest {

  private static final URI URL = URI.create("https://registry.example:8081");

  @TempDir private Path directory = Path.of("");

  @Test
  void shouldHaveNoRegistryByDefault() {
    assertThat(options().access()).isNull();
  }

  @Test
  void shouldReadSecretsFromFiles() throws IOException {
    String secret = Files.writeString(directory.resolve("secret"), "s3cret\n").toString();

    assertThat(options("--schema-registry=" + URL).access()).isEqualTo(RegistryAccess.open(URL));
    assertThat(
            options(
                    "--schema-registry=" + URL,
                    "--schema-registry-user=reader",
                    "--schema-registry-password-file=" + secret)
                .access())
        .isEqualTo(RegistryAccess.basic(URL, "reader", "s3cret"));
    assertThat(
            options("--schema-registry=" + URL, "--schema-registry-token-file=" + secret).access())
        .isEqualTo(RegistryAccess.bearer(URL, "s3cret"))
        .asString()
        .isEqualTo(URL.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --schema-registry=registry:8081                   | --schema-registry: a URL begins with http:// or https:// and has a host
          --schema-registry=https://user:secret@registry    | --schema-registry: a URL has no password, which logs would show
          --schema-registry-user=reader                     | --schema-registry-user and --schema-registry-password-file need each other
          --schema-registry-token-file=token                | there is no --schema-registry to authenticate with
          """)
  void shouldRefuseWhatMakesNoSense(String option, String message) {
    assertThatThrownBy(() -> options(option).access())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void shouldNameAFileThatCantBeRead() throws IOException {
    Path empty = Files.createFile(directory.resolve("empty"));
    Path absent = directory.resolve("absent");

    assertThatThrownBy(
            () ->
                options("--schema-registry=" + URL, "--schema-registry-token-file=" + empty)
                    .access())
        .isInstanceOf(CommandFailedException.class)
        .hasMessage(empty + " (--schema-registry-token-file) is empty");
    assertThatThrownBy(
            () ->
                options("--schema-registry=" + URL, "--schema-registry-token-file=" + absent)
                    .access())
        .isInstanceOf(CommandFailedException.class)
        .hasMessage("there is no file %s (--schema-registry-token-file)".formatted(absent));
  }

  private static SchemaRegistryOptions options(String... arguments) {
    return CommandLine.populateCommand(new SchemaRegistryOptions(), arguments);
  }
}

package io.storestream.queryapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storestream.queryapi.http.HttpSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

final class HttpOptionsTest {

  @Command
  private static final class Holder {
    @Mixin private HttpOptions http = new HttpOptions();
  }

  @Test
  void shouldBeOpenAndQuietByDefault() {
    assertThat(settings()).isEqualTo(HttpSettings.DEFAULT);
  }

  @Test
  void shouldTakeEveryOption() {
    assertThat(
            settings(
                "--max-age=30",
                "--cors-origin=https://a.test,http://b.test:8080",
                "--rate-limit=7",
                "--access-log"))
        .isEqualTo(
            new HttpSettings(
                Duration.ofSeconds(30),
                List.of("https://a.test", "http://b.test:8080"),
                null,
                7,
                true,
                null));
    assertThat(settings("--cors-origin=*").corsOrigins()).isEqualTo(List.of("*"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--max-age=-1|--max-age must not be negative",
        "--rate-limit=-1|--rate-limit must not be negative",
        "--tls-keystore=x|--tls-keystore and --tls-password-file go together",
        "--cors-origin=example.org|--cors-origin 'example.org' is no origin such as https://example.org",
        "--cors-origin=https://a/b|--cors-origin 'https://a/b' is no origin such as https://example.org"
      })
  void shouldRefuseInvalidValues(String option, String message) {
    assertThatThrownBy(() -> settings(option))
        .isInstanceOf(ParameterException.class)
        .hasMessage(message);
  }

  private static HttpSettings settings(String... arguments) {
    Holder holder = new Holder();
    new CommandLine(holder).parseArgs(arguments);
    return holder.http.settings();
  }
}

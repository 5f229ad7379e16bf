package io.storestream.queryapi;

import io.storestream.queryapi.http.HttpSettings;
import io.storestream.queryapi.http.TlsKeys;
import io.storestream.queryapi.http.access.ApiKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The HTTP options of {@code serve}. Filled in by picocli. */
final class HttpOptions {

  private static final Pattern ORIGIN = Pattern.compile("\\*|https?://[^/?#\\s,]+");

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--max-age",
      paramLabel = "SECONDS",
      description =
          "Seconds for which clients may reuse a response without asking. 0: they ask every"
              + " time.")
  private long maxAge;

  @Option(
      names = "--cors-origin",
      paramLabel = "ORIGIN",
      split = ",",
      description =
          "Origins whose web pages may call the API, such as https://example.org, separated"
              + " by commas; * for any. Without it, none.")
  private String[] corsOrigins = {};

  @Option(
      names = "--api-keys-file",
      paramLabel = "FILE",
      description =
          "Answer requests under /v1 only if X-API-Key is one of the keys in this file, one a"
              + " line. Without it, everyone gets an answer.")
  private String apiKeysFile = "";

  @Option(
      names = "--rate-limit",
      paramLabel = "N",
      description =
          "Requests a second for each API key, or for each address if there are no keys. 0"
              + " sets no limit.")
  private int rateLimit;

  @Option(
      names = "--access-log",
      fallbackValue = "true",
      description = "Log each request to standard error.")
  private boolean accessLog;

  @Option(
      names = "--tls-keystore",
      paramLabel = "FILE",
      description =
          "Speak HTTPS with the key and certificate in this PKCS #12 file, which is reloaded"
              + " when it is replaced. Without it, HTTP.")
  private String tlsKeystore = "";

  @Option(
      names = "--tls-password-file",
      paramLabel = "FILE",
      description = "File with the password of --tls-keystore.")
  private String tlsPasswordFile = "";

  /**
   * Returns the settings that the options give.
   *
   * @throws ParameterException if an option is invalid
   * @throws io.storestream.cli.CommandFailedException if the API keys or the key store can't be
   *     read
   */
  HttpSettings settings() {
    List<String> origins =
        Arrays.stream(corsOrigins).map(String::strip).filter(it -> !it.isEmpty()).toList();
    for (String origin : origins) {
      if (!ORIGIN.matcher(origin).matches()) {
        throw refuse(
            "--cors-origin '%s' is no origin such as https://example.org".formatted(origin));
      }
    }
    ApiKeys keys = apiKeysFile.isBlank() ? null : ApiKeys.read(Path.of(apiKeysFile));
    TlsKeys tls = tlsKeys();
    try {
      return new HttpSettings(Duration.ofSeconds(maxAge), origins, keys, rateLimit, accessLog, tls);
    } catch (IllegalArgumentException e) {
      throw refuse(String.valueOf(e.getMessage()));
    }
  }

  private @Nullable TlsKeys tlsKeys() {
    if (tlsKeystore.isBlank() != tlsPasswordFile.isBlank()) {
      throw refuse("--tls-keystore and --tls-password-file go together");
    }
    return tlsKeystore.isBlank()
        ? null
        : TlsKeys.read(Path.of(tlsKeystore), Path.of(tlsPasswordFile));
  }

  private ParameterException refuse(String why) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), why);
  }
}

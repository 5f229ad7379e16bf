package io.storestream.queryapi.http;

import io.storestream.queryapi.http.access.ApiKeys;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What whoever runs the API may choose of how it speaks HTTP.
 *
 * @param maxAge how long callers may use an answer without asking again; zero for not at all
 * @param corsOrigins from which origins web pages may call, {@code *} for any; none if empty
 * @param apiKeys who may call; {@code null} for everybody
 * @param rateLimit requests a second for each client; 0 for any number
 * @param accessLog whether each request is logged
 * @param tls what it shows callers to speak HTTPS; {@code null} for HTTP
 */
public record HttpSettings(
    Duration maxAge,
    List<String> corsOrigins,
    @Nullable ApiKeys apiKeys,
    int rateLimit,
    boolean accessLog,
    @Nullable TlsKeys tls) {

  /** Open to all, nothing logged, nothing encrypted. */
  public static final HttpSettings DEFAULT =
      new HttpSettings(Duration.ZERO, List.of(), null, 0, false, null);

  public HttpSettings {
    if (maxAge.isNegative()) {
      throw new IllegalArgumentException("--max-age must not be negative");
    }
    if (rateLimit < 0) {
      throw new IllegalArgumentException("--rate-limit must not be negative");
    }
    corsOrigins = List.copyOf(corsOrigins);
  }
}

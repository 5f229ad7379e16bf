package io.storestream.queryapi.http;

import io.storestream.queryapi.http.access.ApiKeys;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP settings that an operator may choose.
 *
 * @param maxAge how long clients may reuse a response without asking again; zero for never
 * @param corsOrigins origins whose web pages may call, {@code *} for any; none if empty
 * @param apiKeys who may call; {@code null} for everybody
 * @param rateLimit requests a second for each client; 0 for any number
 * @param accessLog whether each request is logged
 * @param tls the key and certificate for HTTPS; {@code null} for HTTP
 */
public record HttpSettings(
    Duration maxAge,
    List<String> corsOrigins,
    @Nullable ApiKeys apiKeys,
    int rateLimit,
    boolean accessLog,
    @Nullable TlsKeys tls) {

  /** No access control, no access log, no encryption. */
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

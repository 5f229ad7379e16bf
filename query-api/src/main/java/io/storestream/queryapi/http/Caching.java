package io.storestream.queryapi.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import io.storestream.model.Fingerprint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Adds {@code Cache-Control} and a weak entity tag to responses. A request whose {@code
 * If-None-Match} names that tag gets a 304. Streamed responses have no tag: a tag of their bytes
 * would need all of them in memory. Thread-safe.
 */
public final class Caching {

  private static final String WEAK = "W/";

  private final String policy;

  public Caching(HttpSettings settings) {
    long seconds = settings.maxAge().toSeconds();
    String freshness = seconds == 0 ? "no-cache" : "max-age=" + seconds;
    // A shared cache does not know that the response depends on the key.
    this.policy = settings.apiKeys() == null ? freshness : "private, " + freshness;
  }

  public void addTo(RoutesConfig config) {
    config.before(this::addPolicy);
    config.after(Caching::addTag);
  }

  private void addPolicy(Context ctx) {
    if (covers(ctx)) {
      ctx.header(Header.CACHE_CONTROL, policy);
    }
  }

  private static boolean covers(Context ctx) {
    String path = ctx.path().replaceFirst("/$", ""); // As the routes ignore it.
    return path.isEmpty()
        || path.startsWith("/v1/")
        || path.startsWith("/map/")
        || path.equals("/openapi.yaml")
        || path.equals("/docs")
        || path.startsWith("/docs/");
  }

  private static void addTag(Context ctx) throws IOException {
    if (ctx.resultInputStream() instanceof ByteArrayInputStream body) {
      byte[] bytes = body.readAllBytes();
      body.reset();
      if (covers(ctx) && ctx.statusCode() == HttpStatus.OK.getCode()) {
        String tag = tag(bytes);
        ctx.header(Header.ETAG, tag);
        if (isKnown(tag, ctx.header(Header.IF_NONE_MATCH))) {
          // Sends the headers now, because Jetty adds a wrong Content-Length of 0 later.
          ctx.res().setStatus(HttpStatus.NOT_MODIFIED.getCode());
          ctx.res().flushBuffer();
          return;
        }
      }
      ctx.res().setContentLength(bytes.length);
    }
  }

  /** Compares weakly (RFC 9110, 13.1.2); no tag of ours holds a comma. */
  private static boolean isKnown(String tag, @Nullable String ifNoneMatch) {
    return ifNoneMatch != null
        && Stream.of(ifNoneMatch.split(","))
            .map(String::strip)
            .anyMatch(it -> it.equals("*") || opaque(it).equals(opaque(tag)));
  }

  private static String opaque(String tag) {
    return tag.startsWith(WEAK) ? tag.substring(WEAK.length()) : tag;
  }

  private static String tag(byte[] body) {
    Fingerprint fingerprint = Fingerprint.of(body);
    return WEAK + "\"%016x%016x\"".formatted(fingerprint.high(), fingerprint.low());
  }
}

package io.storestream.queryapi.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Says how long an answer may be used, and tags it by its bytes, so that whoever has it need not
 * fetch it again. What is streamed is not tagged: that would take it all into memory. Thread-safe.
 */
public final class Caching {

  private static final int TAG_CHARACTERS = 22;

  private final String policy;

  public Caching(HttpSettings settings) {
    long seconds = settings.maxAge().toSeconds();
    String freshness = seconds == 0 ? "no-cache" : "max-age=" + seconds;
    // A shared cache does not know that the key makes a difference.
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
    String path = ctx.path();
    return path.startsWith("/v1/")
        || path.equals("/openapi.yaml")
        || path.equals("/docs")
        || path.startsWith("/docs/");
  }

  private static void addTag(Context ctx) {
    if (ctx.resultInputStream() instanceof ByteArrayInputStream body) {
      byte[] bytes = body.readAllBytes();
      body.reset();
      ctx.res().setContentLength(bytes.length);
      if (covers(ctx) && ctx.statusCode() == HttpStatus.OK.getCode()) {
        ctx.header(Header.ETAG, tag(bytes));
      }
    }
  }

  private static String tag(byte[] body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
      return '"'
          + Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(digest)
              .substring(0, TAG_CHARACTERS)
          + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

package io.storestream.queryapi.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Adds the headers of every response: the request's id, security headers for browsers, and {@code
 * Cache-Control: no-store}, which {@link Caching} replaces. Thread-safe.
 */
final class StandardHeaders extends Handler.Wrapper {

  /** The {@code Cache-Control} that forbids caches to keep a response. */
  static final String NO_STORE = "no-store";

  private static final String NOTHING =
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  // The style sheet of Swagger UI has images in data: URLs.
  private static final String OWN_PAGES =
      "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
          + " form-action 'none'; frame-ancestors 'none'";

  private final String resourcePolicy;

  /**
   * @param otherOrigins whether pages of other origins may call
   */
  StandardHeaders(boolean otherOrigins) {
    this.resourcePolicy = otherOrigins ? "cross-origin" : "same-origin";
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    addTo(request, response);
    return super.handle(request, response, callback);
  }

  /** Adds the headers; called directly for responses that bypass this handler. */
  void addTo(Request request, Response response) {
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(RequestIds.HEADER, RequestIds.of(request));
    headers.put(HttpHeader.CACHE_CONTROL, NO_STORE);
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Content-Security-Policy", isPage(request) ? OWN_PAGES : NOTHING);
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("X-Frame-Options", "DENY");
    headers.put("Cross-Origin-Resource-Policy", resourcePolicy);
  }

  private static boolean isPage(Request request) {
    String path = request.getHttpURI().getPath();
    return path != null && (path.equals("/") || path.equals("/docs") || path.startsWith("/docs/"));
  }
}

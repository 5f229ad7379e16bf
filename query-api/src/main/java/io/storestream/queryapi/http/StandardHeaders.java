package io.storestream.queryapi.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Adds the headers that every answer has: the request's id, what keeps browsers from making more of
 * an answer than it is, and that nobody may store it, which answers that may be stored take back.
 * Thread-safe.
 */
final class StandardHeaders extends Handler.Wrapper {

  /** That no cache may keep an answer. */
  static final String NO_STORE = "no-store";

  private static final String NOTHING =
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  // Swagger UI's style sheet has its pictures in data: URLs.
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

  /** Adds the headers, also to answers that don't pass through here. */
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

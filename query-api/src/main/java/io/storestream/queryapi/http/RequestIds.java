package io.storestream.queryapi.http;

import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** The ids of requests, in responses and in logs. */
final class RequestIds {

  /** The header of requests and of every response. */
  static final String HEADER = "X-Request-Id";

  /** The name of the request's attribute, and of the entry in the logging context. */
  static final String NAME = "requestId";

  // No character that could end a line or separate its parts.
  private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  private RequestIds() {}

  /** Returns the request's id: the client's own if it is safe to log, else a new one. */
  static String of(Request request) {
    if (request.getAttribute(NAME) instanceof String known) {
      return known;
    }
    String id = accept(request.getHeaders().get(HEADER));
    request.setAttribute(NAME, id);
    return id;
  }

  static String accept(@Nullable String given) {
    return given != null && ACCEPTED.matcher(given).matches()
        ? given
        : UUID.randomUUID().toString();
  }
}

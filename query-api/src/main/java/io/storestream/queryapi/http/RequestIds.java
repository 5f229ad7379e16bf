package io.storestream.queryapi.http;

import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** What a request is called in its answer and in the log. */
final class RequestIds {

  /** The header of requests, and of every answer. */
  static final String HEADER = "X-Request-Id";

  /** The request's attribute, and the name under which logs have it. */
  static final String NAME = "requestId";

  // Nothing that could end a line, or be taken for another part of one.
  private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  private RequestIds() {}

  /** Returns the request's id: the caller's own if it is fit to be logged, else a new one. */
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

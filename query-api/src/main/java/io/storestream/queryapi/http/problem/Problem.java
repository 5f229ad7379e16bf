package io.storestream.queryapi.http.problem;

import io.javalin.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * Why a request has no other answer: a problem document as RFC 9457 has it. Its type is always
 * {@code about:blank}, so the title is the status's own phrase.
 *
 * @param detail for people, a sentence without its full stop
 * @param parameter which parameter of the request is to blame; {@code null} if none alone is
 */
public record Problem(HttpStatus status, String detail, @Nullable String parameter) {

  public static final String CONTENT_TYPE = "application/problem+json";

  /** For {@code Retry-After}, in seconds, of every 503: what is amiss may be over at any time. */
  public static final String RETRY_AFTER_SECONDS = "1";

  public Problem(HttpStatus status, String detail) {
    this(status, detail, null);
  }

  /** Says no more than that it is not the caller's fault: what went wrong is for the log. */
  public static Problem internalError() {
    return new Problem(HttpStatus.INTERNAL_SERVER_ERROR, "the request failed; the log says why");
  }

  public static Problem unavailable(String detail) {
    return new Problem(HttpStatus.SERVICE_UNAVAILABLE, detail);
  }

  // The framework's own phrase of 500 is not the one that is registered.
  private String title() {
    return status == HttpStatus.INTERNAL_SERVER_ERROR
        ? "Internal Server Error"
        : status.getMessage();
  }

  public boolean isUnavailable() {
    return status == HttpStatus.SERVICE_UNAVAILABLE;
  }

  /**
   * Returns the document.
   *
   * @param instance the path that was asked for, as it came; {@code null} if nobody could read it
   */
  public byte[] toJson(@Nullable String instance) {
    return Json.object(
        json -> {
          json.writeStringField("type", "about:blank");
          json.writeStringField("title", title());
          json.writeNumberField("status", status.getCode());
          json.writeStringField("detail", detail);
          if (instance != null) {
            json.writeStringField("instance", instance);
          }
          if (parameter != null) {
            json.writeStringField("parameter", parameter);
          }
        });
  }
}

package io.storestream.queryapi.http.problem;

import io.javalin.http.HttpStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A problem document (RFC 9457). Its type is always {@code about:blank}, so the title is the phrase
 * of the status.
 *
 * @param detail a sentence for people, without full stop
 * @param parameter the invalid parameter of the request; {@code null} if there is not one alone
 * @param suggestions what was probably meant, best first, possibly nothing; {@code null} if the
 *     request is not for a location
 */
public record Problem(
    HttpStatus status,
    String detail,
    @Nullable String parameter,
    @Nullable List<Suggestion> suggestions) {

  /**
   * A location that was probably meant.
   *
   * @param name its normalized name, in place of the one in the parameter
   * @param count how many stores it has
   * @param href the same request with this name
   */
  public record Suggestion(String name, long count, String href) {}

  public static final String CONTENT_TYPE = "application/problem+json";

  /** The {@code Retry-After} of every 503, in seconds; the cause may end at any time. */
  public static final String RETRY_AFTER_SECONDS = "1";

  public Problem {
    suggestions = suggestions == null ? null : List.copyOf(suggestions);
  }

  public Problem(HttpStatus status, String detail) {
    this(status, detail, null);
  }

  public Problem(HttpStatus status, String detail, @Nullable String parameter) {
    this(status, detail, parameter, null);
  }

  /** Reveals no cause; the log has it. */
  public static Problem internalError() {
    return new Problem(HttpStatus.INTERNAL_SERVER_ERROR, "the request failed; the log says why");
  }

  public static Problem unavailable(String detail) {
    return new Problem(HttpStatus.SERVICE_UNAVAILABLE, detail);
  }

  // Javalin's phrase of 500 is not the registered one.
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
   * @param instance the path of the request, as sent; {@code null} if it was unreadable
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
          if (suggestions != null) {
            json.writeArrayFieldStart("suggestions");
            for (Suggestion suggestion : suggestions) {
              json.writeStartObject();
              json.writeStringField("name", suggestion.name());
              json.writeNumberField("count", suggestion.count());
              json.writeStringField("href", suggestion.href());
              json.writeEndObject();
            }
            json.writeEndArray();
          }
        });
  }
}

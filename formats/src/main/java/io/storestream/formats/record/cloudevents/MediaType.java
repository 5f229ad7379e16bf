package io.storestream.formats.record.cloudevents;

import java.util.Locale;

/**
 * A media type without its parameters.
 *
 * @param name in lower case, such as {@code application/json}
 */
record MediaType(String name) {

  private static final String CLOUD_EVENT = "application/cloudevents";

  /** Returns the media type of a header such as {@code Application/JSON; charset=utf-8}. */
  static MediaType of(String header) {
    int end = header.indexOf(';');
    String name = end < 0 ? header : header.substring(0, end);
    return new MediaType(name.strip().toLowerCase(Locale.ROOT));
  }

  /** Returns whether what has this type is a whole CloudEvent, or several. */
  boolean isCloudEvent() {
    return name.startsWith(CLOUD_EVENT);
  }

  /** Returns whether what has this type is one CloudEvent in JSON. */
  boolean isJsonCloudEvent() {
    return name.equals(CLOUD_EVENT) || name.equals(CLOUD_EVENT + "+json");
  }

  boolean isJson() {
    return name.endsWith("/json") || name.endsWith("+json");
  }
}

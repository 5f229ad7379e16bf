package io.storestream.queryapi.render;

import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import io.storestream.queryapi.http.problem.Json;
import io.storestream.queryapi.http.problem.Problem;
import io.storestream.queryapi.http.problem.ProblemException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the stores of a place are written. The first is the one that a caller gets who asks for none.
 */
public enum StoreFormat {
  /** A page as an object. */
  JSON("json", Json.CONTENT_TYPE),
  /** A page as a feature collection (RFC 7946). */
  GEOJSON("geojson", "application/geo+json"),
  /** All stores, one object a line. */
  NDJSON("ndjson", "application/x-ndjson"),
  /** All stores, one row each (RFC 4180), in the columns that {@code produce} reads. */
  CSV("csv", "text/csv;charset=utf-8;header=present");

  private final String value;
  private final String contentType;

  StoreFormat(String value, String contentType) {
    this.value = value;
    this.contentType = contentType;
  }

  /**
   * Returns the format that a caller wants most.
   *
   * @param format the parameter, which wins; {@code null} if it is not given
   * @param accept the lines of the field {@code Accept}
   * @throws ProblemException 400 if there is no such format or {@code Accept} can't be read, 406 if
   *     the caller takes none
   */
  public static StoreFormat of(@Nullable String format, List<String> accept) {
    return format == null ? accepted(parse(accept)) : named(format);
  }

  private static Accept parse(List<String> accept) {
    try {
      return Accept.parse(accept);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badParameter(Header.ACCEPT, "Accept has a quote that does not close");
    }
  }

  private static StoreFormat named(String format) {
    for (StoreFormat known : values()) {
      if (known.value.equals(format)) {
        return known;
      }
    }
    throw ProblemException.badParameter(
        Links.FORMAT, "format must be one of " + list(StoreFormat::value));
  }

  private static StoreFormat accepted(Accept accept) {
    StoreFormat best = JSON;
    for (StoreFormat candidate : values()) {
      if (candidate.quality(accept) > best.quality(accept)) {
        best = candidate;
      }
    }
    if (best.quality(accept) == 0) {
      throw new ProblemException(
          new Problem(HttpStatus.NOT_ACCEPTABLE, "there is only " + list(StoreFormat::mediaType)));
    }
    return best;
  }

  private static String list(Function<StoreFormat, String> property) {
    return Stream.of(values()).map(property).collect(Collectors.joining(", "));
  }

  private double quality(Accept accept) {
    String[] names = mediaType().split("/", -1);
    return accept.quality(names[0], names[1]);
  }

  /** Returns the value of the parameter {@code format}. */
  public String value() {
    return value;
  }

  /** Returns the value of the field {@code Content-Type}. */
  public String contentType() {
    return contentType;
  }

  private String mediaType() {
    int parameters = contentType.indexOf(';');
    return parameters < 0 ? contentType : contentType.substring(0, parameters);
  }

  /** Returns whether an answer holds all stores that follow, and not a page of them. */
  public boolean isWhole() {
    return this == NDJSON || this == CSV;
  }
}

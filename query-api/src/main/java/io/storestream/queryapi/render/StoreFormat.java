package io.storestream.queryapi.render;

import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import io.storestream.queryapi.http.problem.Json;
import io.storestream.queryapi.http.problem.Problem;
import io.storestream.queryapi.http.problem.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.QuotedQualityCSV;
import org.eclipse.jetty.http.QuotedQualityCSV.QualityValue;
import org.jspecify.annotations.Nullable;

/** Formats of stores. */
public enum StoreFormat {
  /** A page as an object. */
  JSON("json", Json.CONTENT_TYPE),
  /** A feature collection (RFC 7946): a page, or all stores if no location is asked for. */
  GEOJSON("geojson", "application/geo+json"),
  /** All stores, one object a line. */
  NDJSON("ndjson", "application/x-ndjson"),
  /** All stores, one row each (RFC 4180), in the columns that {@code produce} reads. */
  CSV("csv", "text/csv;charset=utf-8;header=present");

  /** All formats, the default first. */
  public static final List<StoreFormat> ALL = List.of(values());

  private final String value;
  private final String contentType;

  StoreFormat(String value, String contentType) {
    this.value = value;
    this.contentType = contentType;
  }

  /**
   * Returns the format that a request asks for.
   *
   * @param offered the formats that there are, the default first
   * @param format the parameter {@code format}, which has precedence; {@code null} if absent
   * @param accept the values of {@code Accept}
   * @throws ProblemException 400 if there is no such format or {@code Accept} can't be parsed, 406
   *     if it accepts none
   */
  public static StoreFormat of(
      List<StoreFormat> offered, @Nullable String format, List<String> accept) {
    return format == null ? accepted(offered, parse(accept)) : named(offered, format);
  }

  private static List<QualityValue> parse(List<String> accept) {
    try {
      QuotedQualityCSV ranges = new QuotedQualityCSV();
      accept.forEach(ranges::addValue);
      return ranges.getQualityValues();
    } catch (IllegalArgumentException e) {
      throw ProblemException.badParameter(Header.ACCEPT, "Accept has a quote that does not close");
    }
  }

  private static StoreFormat named(List<StoreFormat> offered, String format) {
    for (StoreFormat known : offered) {
      if (known.value.equals(format)) {
        return known;
      }
    }
    throw ProblemException.badParameter(
        Links.FORMAT, "format must be one of " + list(offered, StoreFormat::value));
  }

  private static StoreFormat accepted(List<StoreFormat> offered, List<QualityValue> accept) {
    StoreFormat best = offered.get(0);
    for (StoreFormat candidate : offered) {
      if (candidate.quality(accept) > best.quality(accept)) {
        best = candidate;
      }
    }
    if (best.quality(accept) == 0) {
      throw new ProblemException(
          new Problem(
              HttpStatus.NOT_ACCEPTABLE, "there is only " + list(offered, StoreFormat::mediaType)));
    }
    return best;
  }

  private static String list(List<StoreFormat> offered, Function<StoreFormat, String> property) {
    return offered.stream().map(property).collect(Collectors.joining(", "));
  }

  /** Returns the quality value of the range that names this media type most precisely. */
  private double quality(List<QualityValue> accept) {
    if (accept.isEmpty()) {
      return 1;
    }
    String mediaType = mediaType();
    String kind = mediaType.substring(0, mediaType.indexOf('/')) + "/*";
    return Stream.of(mediaType, kind, "*/*")
        .flatMap(
            range -> accept.stream().filter(it -> withoutParameters(it.getValue()).equals(range)))
        .mapToDouble(QualityValue::getWeight)
        .findFirst()
        .orElse(0);
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
    return withoutParameters(contentType);
  }

  private static String withoutParameters(String value) {
    return value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** Returns whether the response has all stores of a location and not a page of them. */
  public boolean isWhole() {
    return this == NDJSON || this == CSV;
  }
}

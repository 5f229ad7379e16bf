package io.storestream.queryapi.route;

import io.storestream.model.geo.GeoBox;
import io.storestream.model.geo.GeoPoint;
import io.storestream.queryapi.http.problem.ProblemException;
import io.storestream.queryapi.render.Links;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Validates the point, the radius and the window that a request asks for. */
final class GeoParameters {

  static final String LATITUDE = "latitude";
  static final String LONGITUDE = "longitude";
  static final String RADIUS = "radiusKm";

  /** Half of the Earth's circumference, rounded up: no point is farther from another. */
  static final int MAX_RADIUS_KM = 20_016;

  private static final int SIDES = 4;

  private static final Pattern NUMBER =
      Pattern.compile("-?([0-9]{1,30}(\\.[0-9]{0,30})?|\\.[0-9]{1,30})([eE][+-]?[0-9]{1,2})?");

  private GeoParameters() {}

  /**
   * Returns the point of a query.
   *
   * @throws ProblemException 400 if a coordinate is missing or out of range
   */
  static GeoPoint point(Parameters parameters) {
    return new GeoPoint(
        coordinate(parameters, LATITUDE, 90), coordinate(parameters, LONGITUDE, 180));
  }

  private static double coordinate(Parameters parameters, String name, int limit) {
    String given = parameters.get(name);
    if (given == null) {
      throw ProblemException.badParameter(name, name + " is required");
    }
    return number(given).stream()
        .filter(degrees -> Math.abs(degrees) <= limit)
        .findFirst()
        .orElseThrow(
            () ->
                ProblemException.badParameter(
                    name, "%s must be a number from -%d to %d".formatted(name, limit, limit)));
  }

  /**
   * Returns the radius of a query in kilometres, infinite if it has none.
   *
   * @throws ProblemException 400 if it is out of range
   */
  static double radiusKm(Parameters parameters) {
    String given = parameters.get(RADIUS);
    if (given == null) {
      return Double.POSITIVE_INFINITY;
    }
    return number(given).stream()
        .filter(kilometres -> kilometres > 0 && kilometres <= MAX_RADIUS_KM)
        .findFirst()
        .orElseThrow(
            () ->
                ProblemException.badParameter(
                    RADIUS,
                    "radiusKm must be a number greater than 0, up to %d".formatted(MAX_RADIUS_KM)));
  }

  /**
   * Returns the window of a query, {@code null} if it has none.
   *
   * @throws ProblemException 400 if it is none
   */
  static @Nullable GeoBox windowOrNull(Parameters parameters) {
    String given = parameters.get(Links.BBOX);
    if (given == null) {
      return null;
    }
    double[] sides =
        Stream.of(given.split(",", -1))
            .map(GeoParameters::number)
            .flatMapToDouble(side -> side.isPresent() ? side.stream() : DoubleStream.of(Double.NaN))
            .toArray();
    try {
      if (sides.length == SIDES) {
        return new GeoBox(sides[0], sides[1], sides[2], sides[3]);
      }
    } catch (IllegalArgumentException e) {
      // Described below: not numbers, out of range, or south is greater than north.
    }
    throw ProblemException.badParameter(
        Links.BBOX,
        "bbox must be west,south,east,north in degrees: -180 to 180 and -90 to 90, south not greater than north");
  }

  private static OptionalDouble number(String given) {
    return NUMBER.matcher(given).matches()
        ? OptionalDouble.of(Double.parseDouble(given))
        : OptionalDouble.empty();
  }
}

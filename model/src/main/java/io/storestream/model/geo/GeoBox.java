package io.storestream.model.geo;

import java.util.List;

/**
 * A window between two parallels and two meridians, with its borders. One whose west is greater
 * than its east crosses the date line, as in RFC 7946, section 5.2.
 *
 * @param west degrees, -180 to 180
 * @param south degrees, -90 to 90
 * @param east degrees, -180 to 180
 * @param north degrees, -90 to 90, not less than south
 */
public record GeoBox(double west, double south, double east, double north) {

  /** The whole world. */
  public static final GeoBox WORLD = new GeoBox(-180, -90, 180, 90);

  /** Subtracted from distances, so that rounding never makes them too great: a millimetre. */
  private static final double ROUNDING_KM = 1e-6;

  /**
   * @throws IllegalArgumentException if a coordinate is out of range or not a number, or south is
   *     greater than north
   */
  public GeoBox {
    new GeoPoint(south, west);
    new GeoPoint(north, east);
    if (south > north) {
      throw new IllegalArgumentException(
          "south is greater than north: %s, %s".formatted(south, north));
    }
  }

  /** Returns whether it contains a point. */
  public boolean contains(GeoPoint point) {
    return intersects(
        new GeoBox(point.longitude(), point.latitude(), point.longitude(), point.latitude()));
  }

  /** Returns whether the two have a point in common, if only of their borders. */
  public boolean intersects(GeoBox other) {
    return south <= other.north
        && other.south <= north
        && spans().stream().anyMatch(span -> other.spans().stream().anyMatch(span::intersects));
  }

  /** Returns how many degrees of longitude it spans, 0 to 360. */
  public double width() {
    return west <= east ? east - west : 360 - west + east;
  }

  /** Returns how many degrees of latitude it spans, 0 to 180. */
  public double height() {
    return north - south;
  }

  /** Returns its middle. */
  public GeoPoint center() {
    double longitude = west + width() / 2;
    return new GeoPoint((south + north) / 2, longitude > 180 ? longitude - 360 : longitude);
  }

  /**
   * Returns the least distance of a point of this box, in kilometres; never greater than that, by
   * any rounding, and less by some millimetres at most. 0 for a point inside.
   *
   * <p>Within its longitudes the nearest point is on the same meridian. Otherwise it is on one of
   * the two meridians that bound the box: where the great circle through the point meets it at a
   * right angle if that is in the box, and in a corner if not.
   */
  public double distanceKm(GeoPoint point) {
    double distance;
    if (new GeoBox(west, -90, east, 90).contains(point)) {
      double latitude = Math.max(south, Math.min(north, point.latitude()));
      distance = point.distanceKm(new GeoPoint(latitude, point.longitude()));
    } else {
      distance = Math.min(distanceToMeridian(point, west), distanceToMeridian(point, east));
    }
    return Math.max(0, distance - ROUNDING_KM);
  }

  private double distanceToMeridian(GeoPoint point, double longitude) {
    double distance =
        Math.min(
            point.distanceKm(new GeoPoint(south, longitude)),
            point.distanceKm(new GeoPoint(north, longitude)));
    double latitude = Math.toRadians(point.latitude());
    double angle = Math.toRadians(longitude - point.longitude());
    double nearest =
        Math.toDegrees(Math.atan2(Math.sin(latitude), Math.cos(latitude) * Math.cos(angle)));
    return nearest > south && nearest < north
        ? Math.min(distance, point.distanceKm(new GeoPoint(nearest, longitude)))
        : distance;
  }

  /** Returns its longitudes as ranges from west to east; the date line has both of its names. */
  private List<Span> spans() {
    if (west > east) {
      return List.of(new Span(west, 180), new Span(-180, east));
    }
    if (west == -180) {
      return List.of(new Span(west, east), new Span(180, 180));
    }
    if (east == 180) {
      return List.of(new Span(west, east), new Span(-180, -180));
    }
    return List.of(new Span(west, east));
  }

  private record Span(double west, double east) {

    boolean intersects(Span other) {
      return west <= other.east && other.west <= east;
    }
  }
}

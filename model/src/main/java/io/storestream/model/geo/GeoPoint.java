package io.storestream.model.geo;

import io.storestream.model.Store;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A point on the Earth's surface.
 *
 * @param latitude degrees, -90 to 90
 * @param longitude degrees, -180 to 180, which both name the date line
 */
public record GeoPoint(double latitude, double longitude) {

  /** The mean radius of the Earth in kilometres, by the IUGG. */
  static final double EARTH_RADIUS_KM = 6371.0088;

  /**
   * @throws IllegalArgumentException if a coordinate is out of range or not a number
   */
  public GeoPoint {
    require("latitude", latitude, 90);
    require("longitude", longitude, 180);
  }

  /** Returns where a store is; nothing if it does not have both coordinates. */
  public static Optional<GeoPoint> of(Store store) {
    BigDecimal latitude = store.latitude();
    BigDecimal longitude = store.longitude();
    return latitude == null || longitude == null
        ? Optional.empty()
        : Optional.of(new GeoPoint(latitude.doubleValue(), longitude.doubleValue()));
  }

  /**
   * Returns the length of the great circle between this point and another, in kilometres, on a
   * sphere. It differs from that on the ellipsoid by 0.56 % at most. The haversine formula also
   * holds for close points.
   */
  public double distanceKm(GeoPoint other) {
    double ofLatitudes = Math.sin(Math.toRadians(other.latitude - latitude) / 2);
    double ofLongitudes = Math.sin(Math.toRadians(other.longitude - longitude) / 2);
    double haversine =
        ofLatitudes * ofLatitudes
            + Math.cos(Math.toRadians(latitude))
                * Math.cos(Math.toRadians(other.latitude))
                * ofLongitudes
                * ofLongitudes;
    return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(haversine)));
  }

  private static void require(String name, double degrees, int limit) {
    if (!(Math.abs(degrees) <= limit)) {
      throw new IllegalArgumentException(
          "%s is not from -%d to %d: %s".formatted(name, limit, limit, degrees));
    }
  }
}

package io.storestream.quickstart.generate.geography;

/**
 * The location of a generated store.
 *
 * @param place known city in or near which the store is
 * @param city name of the store's city, which may be a smaller one near the place
 * @param street street and number
 * @param postcode empty if not known
 * @param latitude in hundredths of a degree
 * @param longitude in hundredths of a degree
 */
public record Site(
    Place place, String city, String street, String postcode, int latitude, int longitude) {
  public Site {
    if (Math.abs(latitude) > 90_00 || Math.abs(longitude) > 180_00) {
      throw new IllegalArgumentException(
          "coordinates of " + city + " are off the earth: " + latitude + ", " + longitude);
    }
  }

  /** Returns whether both are in one city of one state, so that a lookup by city finds both. */
  public boolean isInCityOf(Site other) {
    return city.equals(other.city)
        && place.state().equals(other.place.state())
        && place.country().code().equals(other.place.country().code());
  }

  public Site withStreet(String other) {
    return new Site(place, city, other, postcode, latitude, longitude);
  }

  /** Returns hundredths of a degree as degrees without closing zeros: -9610 is {@code -96.1}. */
  public static String degrees(int hundredths) {
    int size = Math.abs(hundredths);
    String sign = hundredths < 0 ? "-" : "";
    int fraction = size % 100;
    if (fraction == 0) {
      return sign + size / 100;
    }
    return sign
        + size / 100
        + (fraction % 10 == 0
            ? "." + fraction / 10
            : fraction < 10 ? ".0" + fraction : "." + fraction);
  }
}

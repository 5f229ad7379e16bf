package io.storestream.testing.model;

/** The geohash of a point, computed without any code of the product, and without its library. */
final class ExpectedGeohash {

  private static final String DIGITS = "0123456789bcdefghjkmnpqrstuvwxyz";
  private static final int LENGTH = 12;
  private static final int BITS_OF_DIGIT = 5;

  private ExpectedGeohash() {}

  /**
   * Returns 12 digits, each of five bits, which halve the longitudes and the latitudes by turns.
   */
  static String of(double latitude, double longitude) {
    double[] low = {-180, -90};
    double[] high = {180, 90};
    double[] point = {longitude, latitude};
    StringBuilder geohash = new StringBuilder();
    int digit = 0;
    for (int bit = 0; bit < LENGTH * BITS_OF_DIGIT; bit++) {
      int axis = bit % 2;
      double middle = (low[axis] + high[axis]) / 2;
      boolean isUpper = point[axis] >= middle;
      (isUpper ? low : high)[axis] = middle;
      digit = 2 * digit + (isUpper ? 1 : 0);
      if (bit % BITS_OF_DIGIT == BITS_OF_DIGIT - 1) {
        geohash.append(DIGITS.charAt(digit));
        digit = 0;
      }
    }
    return geohash.toString();
  }
}

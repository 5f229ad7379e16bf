package io.storestream.model;

/**
 * How many stores a country, state or city has as of a version.
 *
 * @param count zero or more
 * @param version a later count of the same location has a higher one
 */
public record LocationCount(Location location, long count, Version version) {

  /**
   * @throws IllegalArgumentException if the count is negative, or of the world, which nobody counts
   */
  public LocationCount {
    if (count < 0) {
      throw new IllegalArgumentException("count must not be negative: " + count);
    }
    if (location.isWorld()) {
      throw new IllegalArgumentException("the world is not counted");
    }
  }
}

package io.storestream.model.geo;

import ch.hsr.geohash.BoundingBox;
import ch.hsr.geohash.GeoHash;
import io.storestream.model.Location;
import io.storestream.model.Store;
import java.util.Optional;

/**
 * A cell of a geohash: the part of the Earth's surface whose points have a geohash that begins with
 * this one. Stores are counted by the cells of 1 to {@value #LEVELS} characters, and found by the
 * smallest of them, which is 4.9 km by 4.9 km at the equator, and narrower elsewhere.
 *
 * @param geohash 1 to {@value #LEVELS} characters, in small letters
 */
public record Cell(String geohash) {

  /** The length of the smallest cells' geohash. */
  public static final int LEVELS = 5;

  /** The length of a point's geohash, which places it within 4 cm. */
  private static final int POINT_LENGTH = 12;

  /**
   * @throws IllegalArgumentException if it is not the geohash of such a cell
   */
  public Cell {
    if (geohash.isEmpty() || geohash.length() > LEVELS || !Location.isGeohash(geohash)) {
      throw new IllegalArgumentException(
          "not 1 to %d characters of a geohash: %s".formatted(LEVELS, geohash));
    }
  }

  /** Returns the smallest cell of a store; nothing if it does not have both coordinates. */
  public static Optional<Cell> of(Store store) {
    return GeoPoint.of(store).map(point -> of(point, LEVELS));
  }

  /**
   * Returns the cell of a point.
   *
   * @param level 1 to {@value #LEVELS}
   */
  public static Cell of(GeoPoint point, int level) {
    return new Cell(geohash(point, level));
  }

  /**
   * Returns the cell of a location.
   *
   * @throws IllegalArgumentException if it is a place, or the whole world
   */
  public static Cell of(Location location) {
    if (location.hierarchy() != Location.Hierarchy.CELLS) {
      throw new IllegalArgumentException("not a cell: " + location.path());
    }
    return new Cell(String.join("", location.names()));
  }

  /**
   * Returns the geohash of a point, of 12 characters; it begins with those of the point's cells.
   */
  public static String geohash(GeoPoint point) {
    return geohash(point, POINT_LENGTH);
  }

  private static String geohash(GeoPoint point, int length) {
    return GeoHash.geoHashStringWithCharacterPrecision(point.latitude(), point.longitude(), length);
  }

  /** Returns 1 for the largest cells, {@value #LEVELS} for the smallest. */
  public int level() {
    return geohash.length();
  }

  /** Returns the location that counts the stores of this cell. */
  public Location location() {
    return Location.cell(geohash);
  }

  /** Returns the {@link Location#path()} of that location. */
  public String path() {
    return Location.cellPath(geohash);
  }

  /** Returns its borders. */
  public GeoBox box() {
    BoundingBox box = GeoHash.fromGeohashString(geohash).getBoundingBox();
    return new GeoBox(
        box.getWestLongitude(),
        box.getSouthLatitude(),
        box.getEastLongitude(),
        box.getNorthLatitude());
  }
}

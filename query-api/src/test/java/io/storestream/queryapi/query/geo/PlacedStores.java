package io.storestream.queryapi.query.geo;

import io.storestream.model.VersionedStore;
import io.storestream.model.geo.Cell;
import io.storestream.model.geo.GeoBox;
import io.storestream.model.geo.GeoPoint;
import io.storestream.queryapi.Stores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Stores where they are hard to find, and what any search must find, by looking at all. */
final class PlacedStores {

  private static final int CITIES = 40;
  private static final int PER_CITY = 40;
  private static final double CITY_DEGREES = 0.3;

  private PlacedStores() {}

  /** A store, and where it is. */
  record Placed(VersionedStore store, GeoPoint point) {}

  /**
   * About 1,700 stores: in cities, of which some are at the poles and the date line, at corners of
   * cells, and several in one point.
   */
  static List<Placed> generated(long seed) {
    Random random = new Random(seed);
    List<GeoPoint> points = new ArrayList<>();
    for (int city = 0; city < CITIES; city++) {
      GeoPoint center = anywhere(random);
      for (int store = 0; store < PER_CITY; store++) {
        points.add(
            near(
                center,
                random.nextGaussian() * CITY_DEGREES,
                random.nextGaussian() * CITY_DEGREES));
      }
    }
    points.addAll(special());
    for (GeoPoint point : List.copyOf(points.subList(0, 20))) {
      points.add(point);
      points.add(point);
    }
    return placed(points);
  }

  /** Returns a store at each point. */
  static List<Placed> placed(List<GeoPoint> points) {
    return IntStream.range(0, points.size())
        .mapToObj(i -> placed("%05d".formatted(i), points.get(i)))
        .toList();
  }

  static Placed placed(String storeNumber, GeoPoint point) {
    return new Placed(
        Stores.at(
            storeNumber, Double.toString(point.latitude()), Double.toString(point.longitude())),
        point);
  }

  /** Returns a DynamoDB that has these stores. */
  static StoredDynamoDb in(List<Placed> stores) {
    return StoredDynamoDb.of(stores.stream().map(Placed::store).toList());
  }

  /** Returns a point in the world, a tenth of them at a pole or the date line. */
  static GeoPoint anywhere(Random random) {
    double latitude = Math.toDegrees(Math.asin(random.nextDouble() * 2 - 1));
    double longitude = random.nextDouble() * 360 - 180;
    return switch (random.nextInt(20)) {
      case 0 -> new GeoPoint(Math.copySign(90, latitude), longitude);
      case 1 -> new GeoPoint(latitude, Math.copySign(180, longitude));
      default -> new GeoPoint(latitude, longitude);
    };
  }

  /** Poles, the date line, the equator, and corners and borders of cells of all levels. */
  static List<GeoPoint> special() {
    List<GeoPoint> points = new ArrayList<>();
    for (double latitude : new double[] {-90, -89.99, -45, 0, 45, 89.99, 90}) {
      for (double longitude : new double[] {-180, -179.99, -90, 0, 90, 179.99, 180}) {
        points.add(new GeoPoint(latitude, longitude));
      }
    }
    for (String geohash : List.of("9z7fn", "xczbz", "00000", "zzzzz", "s0000", "kpbpb", "8r00b")) {
      for (int level = 1; level <= Cell.LEVELS; level++) {
        GeoBox box = new Cell(geohash.substring(0, level)).box();
        DoubleStream.of(box.south(), box.north(), box.center().latitude())
            .forEach(
                latitude -> {
                  points.add(new GeoPoint(latitude, box.west()));
                  points.add(new GeoPoint(latitude, box.east()));
                });
      }
    }
    return points;
  }

  static GeoPoint near(GeoPoint point, double north, double east) {
    double longitude = point.longitude() + east;
    return new GeoPoint(
        Math.max(-90, Math.min(90, point.latitude() + north)),
        longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude);
  }

  /** Returns the nearest of all stores. */
  static List<NearStore> nearest(List<Placed> stores, GeoPoint point, int limit, double radiusKm) {
    return stores.stream()
        .map(it -> new NearStore(it.store(), point.distanceKm(it.point())))
        .filter(near -> near.distanceKm() <= radiusKm)
        .sorted()
        .limit(limit)
        .toList();
  }

  /** Returns a window anywhere, of any size; some cross the date line. */
  static GeoBox window(Random random) {
    GeoPoint corner = anywhere(random);
    double size = Math.pow(10, random.nextDouble() * 4 - 2);
    double west = corner.longitude();
    double east = west + Math.min(360, size * 2);
    double south = corner.latitude();
    return new GeoBox(
        west, south, east > 180 ? Math.max(-180, east - 360) : east, Math.min(90, south + size));
  }

  /** Returns the stores in a window, by geohash and number. */
  static List<VersionedStore> inside(List<Placed> stores, GeoBox window) {
    return stores.stream()
        .filter(it -> window.contains(it.point()))
        .sorted(
            Comparator.comparing((Placed it) -> Cell.geohash(it.point()))
                .thenComparing(it -> it.store().storeNumber()))
        .map(Placed::store)
        .toList();
  }
}

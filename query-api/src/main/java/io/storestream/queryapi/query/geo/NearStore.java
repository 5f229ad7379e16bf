package io.storestream.queryapi.query.geo;

import io.storestream.model.VersionedStore;
import java.util.Comparator;

/**
 * A store and its distance from the point that a search is for, in kilometres. Ordered by distance,
 * then by number.
 */
public record NearStore(VersionedStore store, double distanceKm) implements Comparable<NearStore> {

  private static final Comparator<NearStore> ORDER =
      Comparator.comparingDouble(NearStore::distanceKm).thenComparing(it -> it.storeNumber());

  String storeNumber() {
    return store.storeNumber();
  }

  @Override
  public int compareTo(NearStore other) {
    return ORDER.compare(this, other);
  }
}

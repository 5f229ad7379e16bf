package io.storestream.quickstart.generate;

import io.storestream.quickstart.generate.geography.Place;
import io.storestream.quickstart.generate.geography.Site;
import java.util.List;

/**
 * The store that documentation, queries and tests speak of. It is the first row of every file,
 * whatever the seed, and never changes or closes.
 */
final class ExampleStore {
  private ExampleStore() {}

  /**
   * @param places must hold Omaha
   */
  static StoreRow in(List<Place> places) {
    Place omaha =
        places.stream()
            .filter(place -> place.city().equals("Omaha"))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("places must hold Omaha"));
    return new StoreRow(
        "2651-53179",
        "Northwind Coffee",
        "125th & W. Center Rd.",
        "Company Owned",
        "402-555-0125",
        new Site(omaha, "Omaha", "12510 West Center Road", "681443957", 41_23, -96_10));
  }
}

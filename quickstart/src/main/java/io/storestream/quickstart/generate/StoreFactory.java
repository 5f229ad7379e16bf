package io.storestream.quickstart.generate;

import io.storestream.quickstart.generate.geography.Atlas;
import io.storestream.quickstart.generate.geography.Country;
import io.storestream.quickstart.generate.geography.Place;
import io.storestream.quickstart.generate.geography.RowRandom;
import io.storestream.quickstart.generate.geography.RowRandom.Purpose;
import io.storestream.quickstart.generate.geography.Site;
import java.util.List;

/** Creates the store of an ordinal, before and after a change. Immutable and thread-safe. */
final class StoreFactory {
  private static final int SUBURB_HUNDREDTHS = 45;
  private static final int NEARBY_HUNDREDTHS = 6;

  private final long seed;
  private final Atlas atlas;
  private final StoreNumbers numbers;
  private final GeneratedStore example;

  StoreFactory(List<Place> places, long seed) {
    this.seed = seed;
    atlas = new Atlas(places, seed);
    numbers = new StoreNumbers(seed);
    example = example(places);
  }

  /**
   * Returns the store that documents, queries and tests name. It is the first row of every file,
   * whatever the seed, and never changes or closes.
   *
   * @param places must hold Omaha
   */
  private static GeneratedStore example(List<Place> places) {
    Place omaha =
        places.stream()
            .filter(place -> place.city().equals("Omaha"))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("places must hold Omaha"));
    return new GeneratedStore(
        StoreNumbers.EXAMPLE,
        "Northwind Coffee",
        "125th & W. Center Rd.",
        "Company Owned",
        "402-555-0125",
        new Site(omaha, "Omaha", "12510 West Center Road", "681443957", 41_23, -96_10));
  }

  /**
   * Returns the store as it is in the first edition.
   *
   * @param ordinal from 0, which is the example, to {@link GeneratorOptions#MAX_STORES} - 1
   */
  GeneratedStore original(long ordinal) {
    if (ordinal == 0) {
      return example;
    }
    RowRandom random = new RowRandom(seed, ordinal, Purpose.ROW);
    Site site = site(atlas.placeOf(ordinal), ordinal, random);
    Country country = site.place().country();
    return new GeneratedStore(
        numbers.of(ordinal),
        brand(random),
        country.storeName(random, site.city()),
        country.ownership(random),
        country.phone(random),
        site);
  }

  /** Returns the store as it is after a change; never equal to {@link #original}. */
  GeneratedStore changed(long ordinal) {
    GeneratedStore original = original(ordinal);
    RowRandom random = new RowRandom(seed, ordinal, Purpose.CHANGE);
    GeneratedStore changed;
    do {
      changed = change(original, ordinal, random);
    } while (changed.equals(original));
    return changed;
  }

  private GeneratedStore change(GeneratedStore row, long ordinal, RowRandom random) {
    Country country = row.site().place().country();
    int percent = random.nextInt(100);
    if (percent < 25) {
      return row.withName(country.storeName(random, row.site().city()));
    } else if (percent < 50) {
      return row.withPhone(country.phone(random));
    } else if (percent < 65) {
      return row.withOwnership(country.ownership(random));
    } else if (percent < 85) {
      return row.withSite(row.site().withStreet(country.address(random, row.site().city())));
    }
    return moved(row, ordinal, random);
  }

  /** Half of the stores that move go to any country, most often to the largest. */
  private GeneratedStore moved(GeneratedStore row, long ordinal, RowRandom random) {
    Place from = row.site().place();
    Place to = random.chance(50) ? atlas.anyPlace(random) : atlas.anyPlaceInCountryOf(from, random);
    Site site = site(to, ordinal, random);
    if (site.isInCityOf(row.site())) {
      return row;
    }
    Country country = to.country();
    return row.withSite(site)
        .withPhone(country.phone(random))
        .withOwnership(country.ownership(random));
  }

  private Site site(Place place, long ordinal, RowRandom random) {
    Country country = place.country();
    String city = place.city();
    int latitude = place.latitude();
    int longitude = place.longitude();
    int around = atlas.cityOf(place, ordinal, random);
    if (around > 0) {
      RowRandom ofCity = new RowRandom(seed, ((long) place.id() << 32) + around, Purpose.CITY);
      city = country.town(ofCity, place.city());
      latitude += ofCity.around(SUBURB_HUNDREDTHS);
      longitude += ofCity.around(SUBURB_HUNDREDTHS);
    }
    return new Site(
        place,
        city,
        country.address(random, city),
        place.postcode(random, city),
        latitude + random.around(NEARBY_HUNDREDTHS),
        longitude + random.around(NEARBY_HUNDREDTHS));
  }

  private static String brand(RowRandom random) {
    int percent = random.nextInt(100);
    return percent < 96 ? "Northwind Coffee" : percent < 99 ? "Northwind Tea" : "Harbor & Pine";
  }
}

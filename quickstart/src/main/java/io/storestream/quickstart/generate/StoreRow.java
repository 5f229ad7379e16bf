package io.storestream.quickstart.generate;

import io.storestream.quickstart.generate.geography.Place;
import io.storestream.quickstart.generate.geography.Site;

/**
 * One store, as a row of the file.
 *
 * @param number unique
 * @param brand which of the chain's brands
 * @param name what the store is called
 * @param ownership one of the chain's four ways to own a store
 * @param phone empty if not known
 * @param site where it is
 */
record StoreRow(
    String number, String brand, String name, String ownership, String phone, Site site) {
  private static final String[] HEADER = {
    "Brand",
    "Store Number",
    "Store Name",
    "Ownership Type",
    "Street Address",
    "City",
    "State/Province",
    "Country",
    "Postcode",
    "Phone Number",
    "Timezone",
    "Longitude",
    "Latitude"
  };

  /** Returns the names of the columns, in the order of {@link #fields()}. */
  static String[] header() {
    return HEADER.clone();
  }

  String[] fields() {
    Place place = site.place();
    return new String[] {
      brand,
      number,
      name,
      ownership,
      site.street(),
      site.city(),
      place.state(),
      place.country().code(),
      site.postcode(),
      phone,
      place.timezone(),
      Site.degrees(site.longitude()),
      Site.degrees(site.latitude())
    };
  }

  StoreRow withName(String other) {
    return new StoreRow(number, brand, other, ownership, phone, site);
  }

  StoreRow withOwnership(String other) {
    return new StoreRow(number, brand, name, other, phone, site);
  }

  StoreRow withPhone(String other) {
    return new StoreRow(number, brand, name, ownership, other, site);
  }

  StoreRow withSite(Site other) {
    return new StoreRow(number, brand, name, ownership, phone, other);
  }
}

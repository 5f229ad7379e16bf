package io.storestream.quickstart.generate;

import io.storestream.model.Store;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import io.storestream.quickstart.generate.geography.Place;
import io.storestream.quickstart.generate.geography.Site;

/**
 * A generated store, with the parts that a change replaces.
 *
 * @param number unique
 * @param brand one of the chain's brands
 * @param name name of the store
 * @param ownership one of the chain's four ways to own a store
 * @param phone empty if not known
 * @param site location of the store
 */
record GeneratedStore(
    String number, String brand, String name, String ownership, String phone, Site site) {
  /** Returns the store as files have it. */
  Store toStore() {
    Place place = site.place();
    return new StoreBuilder()
        .storeNumber(number)
        .set(StoreField.BRAND, brand)
        .set(StoreField.STORE_NAME, name)
        .set(StoreField.OWNERSHIP_TYPE, ownership)
        .set(StoreField.STREET_ADDRESS, site.street())
        .set(StoreField.CITY, site.city())
        .set(StoreField.STATE, place.state())
        .set(StoreField.COUNTRY, place.country().code())
        .set(StoreField.POSTCODE, site.postcode())
        .set(StoreField.PHONE_NUMBER, phone)
        .set(StoreField.TIMEZONE, place.timezone())
        .set(StoreField.LONGITUDE, Site.degrees(site.longitude()))
        .set(StoreField.LATITUDE, Site.degrees(site.latitude()))
        .build();
  }

  GeneratedStore withName(String other) {
    return new GeneratedStore(number, brand, other, ownership, phone, site);
  }

  GeneratedStore withOwnership(String other) {
    return new GeneratedStore(number, brand, name, other, phone, site);
  }

  GeneratedStore withPhone(String other) {
    return new GeneratedStore(number, brand, name, ownership, other, site);
  }

  GeneratedStore withSite(Site other) {
    return new GeneratedStore(number, brand, name, ownership, phone, other);
  }
}

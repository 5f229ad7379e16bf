package io.storestream.queryapi;

import io.storestream.model.Store;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Stores for tests. */
public final class Stores {

  private Stores() {}

  /** A store of which only the location is known, changed at the epoch. */
  public static VersionedStore at(
      String storeNumber,
      String country,
      @Nullable String state,
      @Nullable String city,
      @Nullable String postcode) {
    return versioned(
        new StoreBuilder()
            .storeNumber(storeNumber)
            .set(StoreField.COUNTRY, country)
            .set(StoreField.STATE, state)
            .set(StoreField.CITY, city)
            .set(StoreField.POSTCODE, postcode)
            .build(),
        Instant.EPOCH.plusMillis(1));
  }

  /** A store of which only the country and the point are known, changed at the epoch. */
  public static VersionedStore at(String storeNumber, String latitude, String longitude) {
    return versioned(
        new StoreBuilder()
            .storeNumber(storeNumber)
            .set(StoreField.COUNTRY, "US")
            .set(StoreField.LATITUDE, latitude)
            .set(StoreField.LONGITUDE, longitude)
            .build(),
        Instant.EPOCH.plusMillis(1));
  }

  /** As {@link #at}, with a name of this many letters. */
  public static VersionedStore large(
      String storeNumber, String country, String state, int letters) {
    return versioned(
        new StoreBuilder()
            .storeNumber(storeNumber)
            .set(StoreField.COUNTRY, country)
            .set(StoreField.STATE, state)
            .set(StoreField.STORE_NAME, "x".repeat(letters))
            .build(),
        Instant.EPOCH.plusMillis(1));
  }

  public static VersionedStore versioned(Store store, Instant updatedAt) {
    return new VersionedStore(store.storeNumber(), Version.firstAt(updatedAt), store);
  }

  public static VersionedStore deleted(String storeNumber) {
    return new VersionedStore(storeNumber, Version.firstAt(Instant.EPOCH.plusMillis(2)), null);
  }
}

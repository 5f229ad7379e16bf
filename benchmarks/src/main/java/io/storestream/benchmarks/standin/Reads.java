package io.storestream.benchmarks.standin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Prepared answers to reads, whatever they ask for: one store, or a page of {@value #PAGE} stores
 * that is the last. Immutable and thread-safe.
 */
final class Reads {

  static final int PAGE = 100;

  private static final Instant UPDATED_AT = Instant.parse("2026-01-01T00:00:00Z");

  private final Answer store;
  private final Answer page;

  Reads() {
    store = Answer.of("Item", item(0));
    ObjectNode answer = Answer.object().put("Count", PAGE).put("ScannedCount", PAGE);
    ArrayNode items = answer.putArray("Items");
    for (int i = 0; i < PAGE; i++) {
      items.add(item(i));
    }
    page = Answer.of(answer.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the answer to a read, or {@code null} if the operation is none. */
  @Nullable Answer answer(String operation) {
    return switch (operation) {
      case "GetItem" -> store;
      case "Query", "Scan" -> page;
      default -> null;
    };
  }

  private static ObjectNode item(int number) {
    VersionedStore state =
        new VersionedStore(
            "2651-" + (53179 + number),
            Version.firstAt(UPDATED_AT),
            new StoreBuilder()
                .storeNumber("2651-" + (53179 + number))
                .set(StoreField.BRAND, "Starbucks")
                .set(StoreField.STORE_NAME, "125th & W. Center Rd.")
                .set(StoreField.OWNERSHIP_TYPE, "Company Owned")
                .set(StoreField.STREET_ADDRESS, "2811 S. 125th Avenue")
                .set(StoreField.CITY, "Omaha")
                .set(StoreField.STATE, "NE")
                .set(StoreField.COUNTRY, "US")
                .set(StoreField.POSTCODE, "681443957")
                .set(StoreField.PHONE_NUMBER, "402-333-7410")
                .set(StoreField.TIMEZONE, "GMT-06:00 America/Chicago")
                .set(StoreField.LONGITUDE, "-96.1")
                .set(StoreField.LATITUDE, "41.23")
                .build());
    ObjectNode item = Answer.object();
    StoreItems.toItem(state, UPDATED_AT)
        .forEach(
            (name, value) -> {
              ObjectNode typed = item.putObject(name);
              if (value.n() == null) {
                typed.put("S", value.s());
              } else {
                typed.put("N", value.n());
              }
            });
    return item;
  }
}

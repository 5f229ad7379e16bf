package io.storestream.testing.workload;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;

/**
 * An endless series of different store contents, as the {@code store} of an event: locations in
 * several spellings, texts that are hard on keys and encodings, and missing values. Not
 * thread-safe.
 */
final class StoreContents {

  /** Country, state, city and postcode; empty texts are missing values. */
  private static final List<List<String>> LOCATIONS =
      List.of(
          List.of("US", "NE", "Omaha", "681443957"),
          List.of(" us", "ne", "  OMAHA ", "68144-3957"),
          List.of("US", "NE", "Omaha", ""),
          List.of("BG", "2", "Sofia", "1000"),
          List.of("BG", "22", "София", "1404"),
          List.of("CO", "DC", "Bogotá", "110111"),
          List.of("CO", "DC", "Bogota\u0301 D.C.", ""),
          List.of("BR", "SP", "Sa\u0303o Paulo", "01310-100"),
          List.of("DE", "BY", "Weißenburg", "91781"),
          List.of("DE", "", "Gießen", "35390"),
          List.of("MX", "BCS", "San José\t del\u00a0\u00a0Cabo", "23400"),
          List.of("JP", "13", "東京都 千代田区", "100-0001"),
          List.of("TR", "34", "İstanbul", ""),
          List.of("SG", "", "", "238801"),
          List.of("MC", "", "", ""),
          List.of("AE", "", "Dubai", ""),
          List.of("GB", "ENG", "C#", "100%"),
          List.of("GB", "ENG", "C%23", "#%25"),
          List.of("GB", "ENG#", "", "C#"),
          List.of("Land #1 at 100%", "Ünï", "🏪 Mall", "%"));

  private static final List<String> STREETS =
      List.of(
          "125th & W. Center Rd.",
          "Avenida Paulista, 1000 \"Loja 2\"",
          "Straße des 17. Juni",
          "line one\nline two",
          "\\#%&<>'");

  private static final List<String> PHONES = List.of("402-778-1900", "+49 641 1234");

  private static final List<String> TIMEZONES =
      List.of("GMT-06:00 America/Chicago", "GMT+9:00 Asia/Tokyo");

  /**
   * Latitudes and longitudes in millionths of a degree. They are few, so that cells share stores,
   * and a store that moves often stays in a large cell; two are on a pole and on the date line.
   */
  private static final List<List<Integer>> POINTS =
      List.of(
          List.of(41_235_300, -96_119_700),
          List.of(41_256_000, -95_934_000),
          List.of(40_815_000, -96_710_000),
          List.of(35_690_000, 139_700_000),
          List.of(41_010_000, 28_970_000),
          List.of(-17_713_000, 180_000_000),
          List.of(-17_713_000, -180_000_000),
          List.of(90_000_000, 0));

  private static final int SPREAD = 10_000;

  private final Random random;
  private long made;

  StoreContents(Random random) {
    this.random = random;
  }

  /** Returns content whose name differs from all before. */
  ObjectNode next() {
    ObjectNode store = JsonNodeFactory.instance.objectNode();
    store.put("storeName", "Store №" + made++);
    List<String> location = pick(LOCATIONS);
    store.put("country", location.get(0));
    putGiven(store, "state", location.get(1));
    putGiven(store, "city", location.get(2));
    putGiven(store, "postcode", location.get(3));
    putOrNot(store, "brand", "Starbucks");
    putOrNot(store, "ownershipType", "Licensed");
    putOrNot(store, "streetAddress", pick(STREETS));
    putOrNot(store, "phoneNumber", pick(PHONES));
    putOrNot(store, "timezone", pick(TIMEZONES));
    if (random.nextBoolean()) {
      List<Integer> point = pick(POINTS);
      store.put("longitude", degrees(point.get(1)));
      store.put("latitude", degrees(point.get(0)));
    }
    return store;
  }

  private static void putGiven(ObjectNode store, String name, String text) {
    if (!text.isEmpty()) {
      store.put(name, text);
    }
  }

  /** Adds a value: as it is, with white space around it, or missing in one of three ways. */
  private void putOrNot(ObjectNode store, String name, String text) {
    switch (random.nextInt(8)) {
      case 0 -> store.putNull(name);
      case 1 -> store.put(name, " \u00a0");
      case 2 -> store.put(name, "\t" + text + "  ");
      case 3 -> {}
      default -> store.put(name, text);
    }
  }

  /** Returns about as many degrees, with six decimal places, trailing zeros included. */
  private BigDecimal degrees(int micro) {
    int spread = random.nextInt(SPREAD);
    int moved = micro > 0 ? micro - spread : micro + spread;
    return BigDecimal.valueOf(moved - moved % (random.nextBoolean() ? 1 : 1000), 6);
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}

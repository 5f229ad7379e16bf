package io.storestream.quickstart;

import ch.hsr.geohash.GeoHash;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The expected content of the table for a file, computed without any code of the product: the
 * columns by name, blank values left out, names of locations normalized, the last row of a store
 * number wins.
 */
public final class ExpectedTable {

  private static final Map<String, String> ATTRIBUTES =
      Map.ofEntries(
          Map.entry("Brand", "Brand"),
          Map.entry("Store Number", "StoreNumber"),
          Map.entry("Store Name", "StoreName"),
          Map.entry("Ownership Type", "OwnershipType"),
          Map.entry("Street Address", "StreetAddress"),
          Map.entry("City", "City"),
          Map.entry("State/Province", "State"),
          Map.entry("Postcode", "Postcode"),
          Map.entry("Phone Number", "PhoneNumber"),
          Map.entry("Timezone", "Timezone"),
          Map.entry("Longitude", "Longitude"),
          Map.entry("Latitude", "Latitude"));

  private ExpectedTable() {}

  /** Returns the attributes of each item by store number, except the version and its time. */
  public static Map<String, Map<String, String>> of(Path csv) throws IOException {
    Map<String, Map<String, String>> items = new TreeMap<>();
    try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(csv)) {
      for (NamedCsvRecord row : rows) {
        Map<String, String> item = new TreeMap<>();
        ATTRIBUTES.forEach(
            (column, attribute) -> {
              String value = Normalizer.normalize(row.getField(column).trim(), Normalizer.Form.NFC);
              if (!value.isEmpty()) {
                item.put(attribute, value);
              }
            });
        item.put("Country", key(row.getField("Country")));
        item.put(
            "StateCityPostcode",
            key(row.getField("State/Province"))
                + "#"
                + key(row.getField("City"))
                + "#"
                + key(row.getField("Postcode")));
        String storeNumber = row.getField("Store Number").trim();
        putGeohash(storeNumber, item);
        items.put(storeNumber, item);
      }
    }
    return items;
  }

  private static void putGeohash(String storeNumber, Map<String, String> item) {
    String latitude = item.get("Latitude");
    String longitude = item.get("Longitude");
    if (latitude != null && longitude != null) {
      String geohash =
          GeoHash.geoHashStringWithCharacterPrecision(
              Double.parseDouble(latitude), Double.parseDouble(longitude), 12);
      item.put("Cell", geohash.substring(0, 5));
      item.put("GeohashStoreNumber", geohash + "#" + storeNumber);
    }
  }

  private static String key(String value) {
    return value
        .trim()
        .replaceAll("\\s+", " ")
        .replace('\u0130', 'I')
        .toUpperCase(Locale.ROOT)
        .replace("%", "%25")
        .replace("#", "%23");
  }
}

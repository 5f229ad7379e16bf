package io.storestream.testing.model;

import io.storestream.testing.workload.KeySpelling;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The last accepted state of a store: the expected content of the table and of the topic {@code
 * stores}, computed without any code of the product. Immutable.
 *
 * @param version version of the event that brought the content; later events with the same content
 *     do not change it
 * @param content the fields by their JSON names; {@code null} if the store is deleted
 */
public record ExpectedStore(
    String storeNumber, BigInteger version, @Nullable SortedMap<String, String> content) {

  /** The number of versions in a nanosecond. */
  private static final BigInteger VERSIONS_PER_NANO = BigInteger.valueOf(1_000_000);

  /** Code points of a store number in a key of the index by geohash. */
  private static final int MAX_NUMBER_IN_KEY = 250;

  private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000);

  /** Returns the first version of a time. */
  static BigInteger firstVersionAt(Instant time) {
    return BigInteger.valueOf(time.getEpochSecond())
        .multiply(NANOS_PER_SECOND)
        .add(BigInteger.valueOf(time.getNano()))
        .multiply(VERSIONS_PER_NANO);
  }

  /** Returns the time of a version. */
  public static Instant timeOf(BigInteger version) {
    BigInteger[] seconds = version.divide(VERSIONS_PER_NANO).divideAndRemainder(NANOS_PER_SECOND);
    return Instant.ofEpochSecond(seconds[0].longValueExact(), seconds[1].longValueExact());
  }

  public boolean isDeleted() {
    return content == null;
  }

  /**
   * Returns all attributes of the expected item. The item of a deleted store also has {@code
   * ExpiresAt}, which depends on the time of the write and is left out here.
   */
  public SortedMap<String, AttributeValue> item() {
    SortedMap<String, AttributeValue> item = new TreeMap<>();
    item.put("StoreNumber", AttributeValue.fromS(storeNumber));
    item.put("Version", AttributeValue.fromN(version.toString()));
    item.put("UpdatedAt", AttributeValue.fromS(timeOf(version).toString()));
    if (content != null) {
      content.forEach((name, text) -> item.put(attribute(name), AttributeValue.fromS(text)));
      item.put("Country", AttributeValue.fromS(key(content, "country")));
      item.put(
          "StateCityPostcode",
          AttributeValue.fromS(
              key(content, "state") + "#" + key(content, "city") + "#" + key(content, "postcode")));
      putGeohash(content, item);
    }
    return item;
  }

  private void putGeohash(
      SortedMap<String, String> content, SortedMap<String, AttributeValue> item) {
    String latitude = content.get("latitude");
    String longitude = content.get("longitude");
    if (latitude != null && longitude != null) {
      String geohash =
          ExpectedGeohash.of(Double.parseDouble(latitude), Double.parseDouble(longitude));
      String number =
          storeNumber
              .codePoints()
              .limit(MAX_NUMBER_IN_KEY)
              .mapToObj(Character::toString)
              .collect(Collectors.joining());
      item.put("Cell", AttributeValue.fromS(geohash.substring(0, 5)));
      item.put("GeohashStoreNumber", AttributeValue.fromS(geohash + "#" + number));
    }
  }

  private static String attribute(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  private static String key(SortedMap<String, String> content, String name) {
    return KeySpelling.of(content.getOrDefault(name, "")).replace("%", "%25").replace("#", "%23");
  }
}

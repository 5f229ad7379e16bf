package io.storestream.queryapi.query;

import io.storestream.model.Fingerprint;
import io.storestream.model.LocationLookup;
import io.storestream.model.geo.Cell;
import io.storestream.model.geo.GeoBox;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

/**
 * Encodes the end of a page as opaque text that clients send back.
 *
 * <p>Base64url of a digest, the part of the sort key behind the lookup's prefix, a byte that UTF-8
 * never has, and the store number. The digest covers the query too, so a damaged cursor and the
 * cursor of another query are refused. It is no signature: a forged cursor only starts elsewhere in
 * the same location, because the prefix comes from the lookup.
 */
public final class Cursor {

  private static final int DIGEST_BYTES = 12;
  private static final byte SEPARATOR = (byte) 0xFF;

  private Cursor() {}

  /**
   * What a cursor belongs to.
   *
   * @param prefix what the sort keys of all its positions begin with
   */
  private record Query(String name, String prefix) {

    static Query of(LocationLookup lookup) {
      return new Query(lookup.partitionKey(), lookup.sortKeyPrefix());
    }

    /** A window has a name that no country has: its name is not encoded. */
    static Query of(GeoBox window) {
      // Zero has two signs.
      return new Query(
          "#%s,%s,%s,%s"
              .formatted(
                  window.west() + 0.0,
                  window.south() + 0.0,
                  window.east() + 0.0,
                  window.north() + 0.0),
          "");
    }
  }

  /** Returns the cursor of the page of a location that follows a position. */
  public static String encode(LocationLookup lookup, StorePage.Position position) {
    return encode(Query.of(lookup), position);
  }

  /** Returns the cursor of the page of a window that follows a position. */
  public static String encode(GeoBox window, StorePage.Position position) {
    return encode(Query.of(window), position);
  }

  private static String encode(Query query, StorePage.Position position) {
    byte[] rest = utf8(position.sortKey().substring(query.prefix().length()));
    byte[] storeNumber = utf8(position.storeNumber());
    byte[] payload =
        ByteBuffer.allocate(rest.length + 1 + storeNumber.length)
            .put(rest)
            .put(SEPARATOR)
            .put(storeNumber)
            .array();
    return base64(
        ByteBuffer.allocate(DIGEST_BYTES + payload.length)
            .put(digest(query, payload))
            .put(payload)
            .array());
  }

  /**
   * Returns the position that {@link #encode(LocationLookup, StorePage.Position)} encoded.
   *
   * @throws IllegalArgumentException if this is not a cursor, or the cursor of another query
   */
  public static StorePage.Position decode(LocationLookup lookup, String cursor) {
    StorePage.Position position = decode(Query.of(lookup), cursor);
    if (position.storeNumber().isEmpty()) {
      throw new IllegalArgumentException("no store number");
    }
    return position;
  }

  /**
   * Returns the position that {@link #encode(GeoBox, StorePage.Position)} encoded.
   *
   * @throws IllegalArgumentException as {@link #decode(LocationLookup, String)}
   */
  public static StorePage.Position decode(GeoBox window, String cursor) {
    StorePage.Position position = decode(Query.of(window), cursor);
    boolean ofCell = position.storeNumber().isEmpty();
    String geohash = position.sortKey();
    Cell cell =
        new Cell(ofCell ? geohash : geohash.substring(0, Math.min(Cell.LEVELS, geohash.length())));
    if (!ofCell && cell.level() < Cell.LEVELS) {
      throw new IllegalArgumentException("no store is at " + geohash);
    }
    return position;
  }

  private static StorePage.Position decode(Query query, String cursor) {
    byte[] bytes = Base64.getUrlDecoder().decode(cursor);
    // The decoder accepts padding and ignores the unused bits of the last character.
    if (bytes.length <= DIGEST_BYTES || !base64(bytes).equals(cursor)) {
      throw new IllegalArgumentException("not a cursor");
    }
    byte[] payload = Arrays.copyOfRange(bytes, DIGEST_BYTES, bytes.length);
    if (!Arrays.equals(digest(query, payload), 0, DIGEST_BYTES, bytes, 0, DIGEST_BYTES)) {
      throw new IllegalArgumentException("damaged, or the cursor of another query");
    }
    int separator = 0;
    while (separator < payload.length && payload[separator] != SEPARATOR) {
      separator++;
    }
    if (separator == payload.length) {
      throw new IllegalArgumentException("no store number");
    }
    return new StorePage.Position(
        query.prefix() + text(payload, 0, separator), text(payload, separator + 1, payload.length));
  }

  private static byte[] digest(Query query, byte[] payload) {
    MessageDigest sha256 = Fingerprint.sha256();
    sha256.update(utf8(query.name()));
    sha256.update(SEPARATOR);
    sha256.update(utf8(query.prefix()));
    sha256.update(SEPARATOR);
    sha256.update(payload);
    return Arrays.copyOf(sha256.digest(), DIGEST_BYTES);
  }

  private static String text(byte[] bytes, int from, int to) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, to - from))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not UTF-8", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}

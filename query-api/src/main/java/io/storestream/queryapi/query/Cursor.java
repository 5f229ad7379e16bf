package io.storestream.queryapi.query;

import io.storestream.model.Fingerprint;
import io.storestream.model.LocationLookup;
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
 * never has, and the store number. The digest covers the lookup too, so a damaged cursor and the
 * cursor of another lookup are refused. It is no signature: a forged cursor only starts elsewhere
 * in the same location, because the prefix comes from the lookup.
 */
public final class Cursor {

  private static final int DIGEST_BYTES = 12;
  private static final byte SEPARATOR = (byte) 0xFF;

  private Cursor() {}

  /** Returns the cursor of the page that follows a position. */
  public static String encode(LocationLookup lookup, StorePage.Position position) {
    byte[] rest = utf8(position.sortKey().substring(lookup.sortKeyPrefix().length()));
    byte[] storeNumber = utf8(position.storeNumber());
    byte[] payload =
        ByteBuffer.allocate(rest.length + 1 + storeNumber.length)
            .put(rest)
            .put(SEPARATOR)
            .put(storeNumber)
            .array();
    return base64(
        ByteBuffer.allocate(DIGEST_BYTES + payload.length)
            .put(digest(lookup, payload))
            .put(payload)
            .array());
  }

  /**
   * Returns the position that {@link #encode} encoded.
   *
   * @throws IllegalArgumentException if this is not a cursor, or the cursor of another lookup
   */
  public static StorePage.Position decode(LocationLookup lookup, String cursor) {
    byte[] bytes = Base64.getUrlDecoder().decode(cursor);
    // The decoder accepts padding and ignores the unused bits of the last character.
    if (bytes.length <= DIGEST_BYTES || !base64(bytes).equals(cursor)) {
      throw new IllegalArgumentException("not a cursor");
    }
    byte[] payload = Arrays.copyOfRange(bytes, DIGEST_BYTES, bytes.length);
    if (!Arrays.equals(digest(lookup, payload), 0, DIGEST_BYTES, bytes, 0, DIGEST_BYTES)) {
      throw new IllegalArgumentException("damaged, or the cursor of another lookup");
    }
    int separator = 0;
    while (separator < payload.length && payload[separator] != SEPARATOR) {
      separator++;
    }
    if (separator + 1 >= payload.length) {
      throw new IllegalArgumentException("no store number");
    }
    return new StorePage.Position(
        lookup.sortKeyPrefix() + text(payload, 0, separator),
        text(payload, separator + 1, payload.length));
  }

  private static byte[] digest(LocationLookup lookup, byte[] payload) {
    MessageDigest sha256 = Fingerprint.sha256();
    sha256.update(utf8(lookup.partitionKey()));
    sha256.update(SEPARATOR);
    sha256.update(utf8(lookup.sortKeyPrefix()));
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

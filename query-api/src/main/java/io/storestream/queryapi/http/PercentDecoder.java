package io.storestream.queryapi.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Decodes percent-encoding strictly. {@link java.net.URLDecoder} turns bytes that are not UTF-8
 * into question marks, and a lookup of those would find nothing, or the wrong thing, in silence.
 */
public final class PercentDecoder {

  // What the server makes of bytes that are neither encoded nor UTF-8.
  private static final char REPLACEMENT = '\uFFFD';

  private PercentDecoder() {}

  /**
   * Decodes part of a path, where a plus is a plus.
   *
   * @throws IllegalArgumentException if a {@code %} is not followed by two hexadecimal digits, or
   *     the bytes are not UTF-8
   */
  public static String decodePath(String encoded) {
    return decode(encoded, false);
  }

  /** As {@link #decodePath}, but of a query, where a plus is a space, as forms write it. */
  public static String decodeQuery(String encoded) {
    return decode(encoded, true);
  }

  private static String decode(String encoded, boolean plusIsSpace) {
    if (encoded.indexOf(REPLACEMENT) >= 0) {
      throw new IllegalArgumentException("not UTF-8");
    }
    byte[] in = encoded.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
    for (int i = 0; i < in.length; i++) {
      if (in[i] == '%') {
        out.write(hexDigit(in, i + 1) << 4 | hexDigit(in, i + 2));
        i += 2;
      } else {
        out.write(plusIsSpace && in[i] == '+' ? ' ' : in[i]);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(out.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not UTF-8", e);
    }
  }

  private static int hexDigit(byte[] in, int at) {
    int digit = at < in.length && in[at] > 0 ? Character.digit((char) in[at], 16) : -1;
    if (digit < 0) {
      throw new IllegalArgumentException("% without two hexadecimal digits");
    }
    return digit;
  }
}

package io.storestream.benchmarks.standin;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Searches bytes for a text by the Horspool algorithm, which skips most of them. Immutable and
 * thread-safe.
 *
 * <p>A text that begins and ends with an unescaped quote is found only where JSON has it as a name
 * or value: inside of a string, quotes are escaped.
 */
final class ByteSearch {

  private final byte[] text;
  private final int[] skips = new int[256];

  /**
   * @param text ASCII, not empty
   */
  ByteSearch(String text) {
    this.text = text.getBytes(StandardCharsets.US_ASCII);
    int last = this.text.length - 1;
    Arrays.fill(skips, this.text.length);
    for (int i = 0; i < last; i++) {
      skips[this.text[i] & 0xff] = last - i;
    }
  }

  /** Returns the position after the first occurrence at or after a position, or -1. */
  int endOf(byte[] bytes, int from) {
    int last = text.length - 1;
    for (int at = from + last; at < bytes.length; at += skips[bytes[at] & 0xff]) {
      int start = at - last;
      if (Arrays.equals(bytes, start, at + 1, text, 0, text.length)) {
        return at + 1;
      }
    }
    return -1;
  }

  /** Returns how often the text occurs. */
  int count(byte[] bytes) {
    int found = 0;
    for (int at = endOf(bytes, 0); at >= 0; at = endOf(bytes, at)) {
      found++;
    }
    return found;
  }
}

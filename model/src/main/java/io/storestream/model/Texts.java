package io.storestream.model;

import org.jspecify.annotations.Nullable;

/** What every text of a store or an event has in common. */
public final class Texts {

  private Texts() {}

  /**
   * Returns the text trimmed, or {@code null} when nothing is left.
   *
   * @throws IllegalArgumentException if it holds half a surrogate pair, which no encoding can carry
   */
  static @Nullable String clean(String name, @Nullable String text) {
    if (text == null) {
      return null;
    }
    String trimmed = strip(text);
    if (trimmed.isEmpty()) {
      return null;
    }
    if (hasLoneSurrogate(trimmed)) {
      throw new IllegalArgumentException(name + " is not valid Unicode");
    }
    return trimmed;
  }

  /** As {@link #clean}, but a text that is missing or blank is refused. */
  static String require(String name, @Nullable String text) {
    String cleaned = clean(name, text);
    if (cleaned == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return cleaned;
  }

  /** As {@link String#strip()}, but takes non-breaking spaces for white space, as Unicode does. */
  public static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (start < end && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /** Returns how many bytes valid Unicode takes in UTF-8, without making them. */
  public static int utf8Length(String text) {
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        // A surrogate pair is two chars and four bytes: two for each half.
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return bytes;
  }

  /** Returns a text short enough for a message. */
  public static String excerpt(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }

  private static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return true;
        }
        i++;
      }
    }
    return false;
  }
}

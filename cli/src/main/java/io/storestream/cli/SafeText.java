package io.storestream.cli;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes untrusted text safe to print: on one line and without control sequences for the terminal.
 * Thread-safe.
 */
public final class SafeText {

  private static final int MAX_UTF8_BYTES = 4;

  private SafeText() {}

  /**
   * Returns a text on one line. Control characters, line breaks, the backslash and invisible
   * formatting, such as a change of the writing direction, become escapes with as many hexadecimal
   * digits as in Java.
   */
  public static String of(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().forEach(codePoint -> append(safe, codePoint));
    return safe.toString();
  }

  /**
   * Returns the beginning of a text in UTF-8, escaped as by {@link #of}; U+FFFD replaces invalid
   * UTF-8.
   *
   * @param maxCharacters an ellipsis replaces the rest after this many characters
   */
  public static String excerptOf(byte[] bytes, int maxCharacters) {
    // No character takes more bytes, so a character that is cut in two is behind the last one
    // shown.
    int enough = (int) Math.min(bytes.length, (maxCharacters + 1L) * MAX_UTF8_BYTES);
    String text = new String(bytes, 0, enough, StandardCharsets.UTF_8);
    if (text.codePointCount(0, text.length()) <= maxCharacters) {
      return of(text);
    }
    return of(text.substring(0, text.offsetByCodePoints(0, maxCharacters))) + "…";
  }

  /** Returns the text if the bytes are valid UTF-8, otherwise {@code null}. */
  public static @Nullable String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /**
   * Returns the text of an object, escaped as by {@link #of}, or {@code unknown} for {@code null}.
   */
  public static String orUnknown(@Nullable Object thing) {
    return thing == null ? "unknown" : of(thing.toString());
  }

  private static void append(StringBuilder safe, int codePoint) {
    switch (codePoint) {
      case '\\' -> safe.append("\\\\");
      case '\n' -> safe.append("\\n");
      case '\r' -> safe.append("\\r");
      case '\t' -> safe.append("\\t");
      default -> {
        if (isShown(codePoint)) {
          safe.appendCodePoint(codePoint);
        } else {
          for (char unit : Character.toChars(codePoint)) {
            safe.append("\\u%04x".formatted((int) unit));
          }
        }
      }
    }
  }

  private static boolean isShown(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}

package io.storestream.model.text;

import java.text.Normalizer;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules for every text of a store or an event: what nobody sees never makes two texts of one.
 */
public final class Texts {

  /** Unicode's white space; the JDK also counts the control characters U+001C to U+001F. */
  private static final Pattern SPACE = Pattern.compile("\\p{IsWhite_Space}");

  /** Format characters, the byte-order mark among them, but for the two joiners. */
  private static final Pattern FORMAT = Pattern.compile("[\\p{Cf}&&[^\u200C\u200D]]");

  /** Joiners that join nothing: at an edge, beside white space, or beside another joiner. */
  private static final Pattern LONE_JOINER =
      Pattern.compile(
          "(?<![^\\p{IsWhite_Space}\u200C\u200D])[\u200C\u200D]"
              + "|[\u200C\u200D](?![^\\p{IsWhite_Space}\u200C\u200D])");

  /**
   * Format characters, joiners too, and the others of Unicode's Default_Ignorable_Code_Point, such
   * as fillers and variation selectors.
   */
  private static final Pattern IGNORABLE =
      Pattern.compile(
          "[\\p{Cf}\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u2065\u3164\uFE00-\uFE0F\uFFA0"
              + "\uFFF0-\uFFF8\\x{E0000}-\\x{E0FFF}]");

  /** All characters below are composed, in Unicode NFC. */
  private static final char FIRST_NOT_COMPOSED = '\u0300';

  private static final char DELETE = '\u007F';

  private Texts() {}

  /**
   * Returns the text as a store keeps it, or {@code null} when nothing is left: without format
   * characters (Unicode Cf), but for joiners between two other characters, which emoji and scripts
   * such as Persian need; composed (NFC); without white space around it; and without the formula
   * {@code ="00901"} in which spreadsheets wrap texts. Applying it twice changes nothing more.
   *
   * @throws IllegalArgumentException if it holds a control character of ASCII other than tabs and
   *     line ends, or half a surrogate pair, which no encoding can carry
   */
  public static @Nullable String clean(String name, @Nullable String text) {
    if (text == null || isClean(text)) {
      return text;
    }
    if (hasLoneSurrogate(text)) {
      throw new IllegalArgumentException(name + " is not valid Unicode");
    }
    String visible = LONE_JOINER.matcher(FORMAT.matcher(text).replaceAll("")).replaceAll("");
    String cleaned = strip(compose(visible));
    String formula = textOfFormula(cleaned);
    if (formula != null) {
      return clean(name, formula);
    }
    requireNone(name, cleaned, Texts::isUnfit);
    return cleaned.isEmpty() ? null : cleaned;
  }

  /** As {@link #clean}, but a text that is missing or blank is refused. */
  public static String require(String name, @Nullable String text) {
    String cleaned = clean(name, text);
    if (cleaned == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return cleaned;
  }

  /**
   * Refuses characters.
   *
   * @throws IllegalArgumentException that names the text and the first of them
   */
  public static void requireNone(String name, String text, IntPredicate control) {
    text.chars()
        .filter(control)
        .findFirst()
        .ifPresent(
            c -> {
              throw new IllegalArgumentException(
                  "%s holds the control character U+%04X".formatted(name, c));
            });
  }

  /** As {@link String#strip()}, but takes exactly Unicode's white space, also non-breaking. */
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

  /** Returns whether nobody sees anything of a text. */
  public static boolean isBlank(String text) {
    return strip(withoutIgnorable(text)).isEmpty();
  }

  /** Returns the text in Unicode NFC. */
  static String compose(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  /** Returns the text without the characters that nobody sees and that are no white space. */
  public static String withoutIgnorable(String text) {
    return IGNORABLE.matcher(text).replaceAll("");
  }

  /** Returns the text with a plain space for each white space. */
  public static String withPlainSpaces(String text) {
    return SPACE.matcher(text).replaceAll(" ");
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

  /**
   * Returns whether a text has nothing but letters, digits and marks of ASCII, and is no formula.
   */
  public static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= DELETE) {
        return false;
      }
    }
    return !text.isEmpty() && text.charAt(0) != '=';
  }

  /** Returns whether a text surely needs no change: a quick look for what is most common. */
  private static boolean isClean(String text) {
    int last = text.length() - 1;
    if (last < 0
        || text.charAt(0) == '='
        || isSpace(text.charAt(0))
        || isSpace(text.charAt(last))) {
      return false;
    }
    boolean isComposed = true;
    for (int i = 0; i <= last; i++) {
      char c = text.charAt(i);
      if (c < ' ' || c >= DELETE) {
        if (isRemarkable(c)) {
          return false;
        }
        isComposed &= c < FIRST_NOT_COMPOSED;
      }
    }
    return isComposed || Normalizer.isNormalized(text, Normalizer.Form.NFC);
  }

  private static boolean isRemarkable(char c) {
    return Character.isISOControl(c)
        || Character.isSurrogate(c)
        || Character.getType(c) == Character.FORMAT;
  }

  /**
   * Returns the text of a formula such as {@code ="00901"}, in which a quote is written twice;
   * {@code null} if this is something else.
   */
  private static @Nullable String textOfFormula(String text) {
    if (!text.startsWith("=")) {
      return null;
    }
    String quoted = strip(text.substring(1));
    if (quoted.length() < 2 || !quoted.startsWith("\"") || !quoted.endsWith("\"")) {
      return null;
    }
    String inner = quoted.substring(1, quoted.length() - 1);
    return inner.replace("\"\"", "").contains("\"") ? null : inner.replace("\"\"", "\"");
  }

  /**
   * Returns whether a character is a control character of ASCII and no white space. Those behind
   * ASCII stay: they are punctuation of Windows-1252 that was read as ISO 8859-1.
   */
  private static boolean isUnfit(int c) {
    return c == DELETE || (c < ' ' && !isSpace((char) c));
  }

  private static boolean isSpace(char c) {
    return c <= ' '
        ? c == ' ' || (c >= '\t' && c <= '\r')
        : Character.isSpaceChar(c) || c == '\u0085';
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

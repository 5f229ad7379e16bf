package io.storestream.model;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Normalizes the spellings of a name to one: {@code " omaha "}, {@code "Omaha"} and {@code "OMAHA"}
 * are the same city. Thread-safe.
 */
public final class NormalizedName {

  private static final Pattern WHITE_SPACE = Pattern.compile("\\p{IsWhite_Space}+");

  private NormalizedName() {}

  /**
   * Returns the normalized name: Unicode NFC, upper-case by the root locale, trimmed, inner white
   * space runs as one space. Applying it twice changes nothing more.
   *
   * @param name what people write; {@code null} counts as empty
   */
  public static String of(@Nullable String name) {
    if (name == null) {
      return "";
    }
    // Most names are plain letters and need no more than capitals.
    String upper = isAscii(name) ? name.toUpperCase(Locale.ROOT) : upperCase(name);
    if (isNormalized(upper)) {
      return upper;
    }
    return WHITE_SPACE
        .matcher(Normalizer.normalize(upper, Normalizer.Form.NFC))
        .replaceAll(" ")
        .strip();
  }

  private static boolean isAscii(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) > 0x7f) {
        return false;
      }
    }
    return true;
  }

  /**
   * Upper-cases a name. That may leave NFC (a small letter whose capital is written with a
   * combining mark), and only composed text upper-cases as one letter: so the caller composes it
   * again.
   */
  private static String upperCase(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC).toUpperCase(Locale.ROOT);
  }

  /** Returns whether a name surely needs no change: a quick look for what is most common. */
  private static boolean isNormalized(String name) {
    char before = ' ';
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain = c > ' ' && c < 0x7f && (c < 'a' || c > 'z');
      if (!plain && (c != ' ' || before == ' ')) {
        return false;
      }
      before = c;
    }
    return name.isEmpty() || before != ' ';
  }

  /**
   * Returns a normalized name as it stands inside a stored key: {@code #} and {@code %} encoded.
   */
  static String encode(String normalized) {
    return normalized.indexOf('#') < 0 && normalized.indexOf('%') < 0
        ? normalized
        : normalized.replace("%", "%25").replace("#", "%23");
  }

  /** Returns the normalized name that stands encoded inside a stored key. */
  public static String decode(String encoded) {
    return encoded.indexOf('%') < 0 ? encoded : encoded.replace("%23", "#").replace("%25", "%");
  }
}

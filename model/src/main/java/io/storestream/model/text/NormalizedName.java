package io.storestream.model.text;

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

  private static final String DOT = "\u0307";

  /** A capital I with a dot among its marks, decomposed. */
  private static final Pattern I_WITH_DOT = Pattern.compile("I\\p{M}*" + DOT + "\\p{M}*");

  /** Folding a name takes up to two microseconds, and an event takes about thirty. */
  private static final NameCache NORMALIZED = new NameCache(NormalizedName::normalize);

  private NormalizedName() {}

  /**
   * Returns the normalized name: Unicode's full case folding, in capitals ({@code ß}, {@code ẞ} and
   * {@code SS} are one, and {@code ς} and {@code σ}); {@code İ}, {@code I}, {@code ı} and {@code i}
   * as one letter; without ignorable characters; NFC; trimmed, inner white space runs as one space.
   * Applying it twice changes nothing more.
   *
   * @param name what people write; {@code null} counts as empty
   */
  public static String of(@Nullable String name) {
    if (name == null) {
      return "";
    }
    return isNormalized(name) ? name : NORMALIZED.get(name);
  }

  private static String normalize(String name) {
    // Most names are plain letters and need no more than capitals.
    String capitals = isAscii(name) ? name.toUpperCase(Locale.ROOT) : fold(name);
    return isNormalized(capitals)
        ? capitals
        : Texts.strip(WHITE_SPACE.matcher(capitals).replaceAll(" "));
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
   * Folds case: the capitals of the small letters, as a capital such as {@code ẞ} has others. Of
   * decomposed text, as an iota subscript becomes a character of its own after all other marks
   * (Unicode, D145, canonical caseless matching).
   */
  private static String fold(String name) {
    String decomposed = Normalizer.normalize(Texts.withoutIgnorable(name), Normalizer.Form.NFD);
    String capitals = decomposed.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT);
    return Texts.compose(
        I_WITH_DOT.matcher(capitals).replaceAll(letter -> letter.group().replace(DOT, "")));
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
  public static String encode(String normalized) {
    return normalized.indexOf('#') < 0 && normalized.indexOf('%') < 0
        ? normalized
        : normalized.replace("%", "%25").replace("#", "%23");
  }

  /** Returns the normalized name that stands encoded inside a stored key. */
  public static String decode(String encoded) {
    return encoded.indexOf('%') < 0 ? encoded : encoded.replace("%23", "#").replace("%25", "%");
  }
}

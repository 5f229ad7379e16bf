package io.storestream.model;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How people's spellings of a place become one key: {@code " omaha "}, {@code "Omaha"} and {@code
 * "OMAHA"} are the same city. Thread-safe.
 */
public final class KeyForm {

  private static final Pattern WHITE_SPACE = Pattern.compile("\\p{IsWhite_Space}+");

  private KeyForm() {}

  /**
   * Returns the key form of a name: Unicode NFC, upper-case by the root locale, trimmed, inner
   * white space runs as one space. Applying it twice changes nothing more.
   *
   * @param name what people write; {@code null} counts as empty
   */
  public static String of(@Nullable String name) {
    if (name == null) {
      return "";
    }
    // Upper-casing may leave NFC (a small letter whose capital is written with a combining mark),
    // and
    // only composed text upper-cases as one letter: so NFC before and after.
    String upper = Normalizer.normalize(name, Normalizer.Form.NFC).toUpperCase(Locale.ROOT);
    return WHITE_SPACE
        .matcher(Normalizer.normalize(upper, Normalizer.Form.NFC))
        .replaceAll(" ")
        .strip();
  }

  /** Returns a key-form name as it stands inside a stored key: {@code #} and {@code %} encoded. */
  static String encode(String keyForm) {
    return keyForm.indexOf('#') < 0 && keyForm.indexOf('%') < 0
        ? keyForm
        : keyForm.replace("%", "%25").replace("#", "%23");
  }

  /** Returns the key-form name that stands encoded inside a stored key. */
  public static String decode(String encoded) {
    return encoded.indexOf('%') < 0 ? encoded : encoded.replace("%23", "#").replace("%25", "%");
  }
}

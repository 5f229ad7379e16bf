package io.storestream.testing.workload;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The normalized name of a location, computed without any code of the product: composed, in upper
 * case, with single spaces.
 */
public final class KeySpelling {

  private static final Pattern SPACES = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

  private KeySpelling() {}

  public static String of(String name) {
    String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
    // Upper case may need composition too.
    String upper = Normalizer.normalize(composed.toUpperCase(Locale.ROOT), Normalizer.Form.NFC);
    return SPACES.matcher(upper).replaceAll(" ");
  }
}

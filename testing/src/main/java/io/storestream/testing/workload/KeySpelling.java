package io.storestream.testing.workload;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How keys spell the name of a place, worked out without any code of the product: composed, in
 * capitals, with single spaces.
 */
public final class KeySpelling {

  private static final Pattern SPACES = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

  private KeySpelling() {}

  public static String of(String name) {
    String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
    // Capitals may need composing too.
    String upper = Normalizer.normalize(composed.toUpperCase(Locale.ROOT), Normalizer.Form.NFC);
    return SPACES.matcher(upper).replaceAll(" ");
  }
}

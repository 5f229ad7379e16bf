package io.storestream.testing.workload;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The normalized name of a location, computed without any code of the product: composed, in upper
 * case with one letter I and no sharp s, with single spaces.
 */
public final class KeySpelling {

  private static final Pattern SPACES = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

  private KeySpelling() {}

  public static String of(String name) {
    String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
    String folded = composed.replace('\u0130', 'I').replace('\u1e9e', '\u00df');
    // Upper case may need composition too.
    String upper = Normalizer.normalize(folded.toUpperCase(Locale.ROOT), Normalizer.Form.NFC);
    return SPACES.matcher(upper).replaceAll(" ");
  }
}

package io.storestream.queryapi.suggest;

import java.text.Normalizer;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.text.similarity.DamerauLevenshteinDistance;

/** Compares normalized names without accents, white space and punctuation. */
final class Spelling {

  private static final Pattern ACCENTS = Pattern.compile("\\p{InCombiningDiacriticalMarks}+");
  private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

  /** Letters that Unicode does not take apart. */
  private static final Map<String, String> PLAIN =
      Map.of(
          "\u00d8", "O", "\u00c6", "AE", "\u0152", "OE", "\u0141", "L", "\u0110", "D", "\u00d0",
          "D", "\u00de", "TH", "\u0126", "H");

  /** Letters that people write as two on keyboards that lack them. */
  private static final Map<String, String> SPELLED_OUT =
      Map.of("\u00c4", "AE", "\u00d6", "OE", "\u00dc", "UE", "\u00c5", "AA", "\u00d8", "OE");

  /** Shorter names, such as the codes of states, are alike by chance. */
  private static final int LETTERS_FOR_ONE_TYPO = 4;

  private static final int LETTERS_FOR_TWO_TYPOS = 8;

  private static final DamerauLevenshteinDistance DISTANCE = new DamerauLevenshteinDistance(2);

  private Spelling() {}

  /**
   * Returns the spellings of a name: {@code MUNCHEN} and {@code MUENCHEN} of {@code MÜNCHEN}. None
   * if it has neither letters nor digits.
   *
   * @param name normalized
   */
  static Set<String> of(String name) {
    String plain = plain(name);
    return plain.isEmpty() ? Set.of() : set(plain, plain(replace(name, SPELLED_OUT)));
  }

  /**
   * Returns how many letters are missing, superfluous, wrong or exchanged with their neighbour in
   * one of two spellings; -1 if these are too many for a typo. Numbers are never typos of each
   * other.
   */
  static int typos(String one, String other) {
    if (one.equals(other)) {
      return 0;
    }
    int letters = Math.min(one.length(), other.length());
    if (letters < LETTERS_FOR_ONE_TYPO || hasDigit(one) || hasDigit(other)) {
      return -1;
    }
    int typos = DISTANCE.apply(one, other);
    return typos > 1 && letters < LETTERS_FOR_TWO_TYPOS ? -1 : typos;
  }

  private static boolean hasDigit(String spelling) {
    return spelling.codePoints().anyMatch(Character::isDigit);
  }

  private static Set<String> set(String one, String other) {
    return one.equals(other) ? Set.of(one) : Set.of(one, other);
  }

  private static String plain(String name) {
    String letters = replace(name, PLAIN);
    String unaccented =
        ACCENTS.matcher(Normalizer.normalize(letters, Normalizer.Form.NFD)).replaceAll("");
    return SEPARATORS.matcher(Normalizer.normalize(unaccented, Normalizer.Form.NFC)).replaceAll("");
  }

  private static String replace(String name, Map<String, String> letters) {
    String replaced = name;
    for (Map.Entry<String, String> letter : letters.entrySet()) {
      replaced = replaced.replace(letter.getKey(), letter.getValue());
    }
    return replaced;
  }
}

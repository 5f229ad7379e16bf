package io.storestream.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalizedNameTest {

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Omaha            | OMAHA          | upper case
          ' omaha  city\t' | OMAHA CITY     | trimmed, inner white space as one space
          "a\u00a0b"       | "A B"          | a non-breaking space is white space
          "a\u3000b"       | "A B"          | so is the ideographic one
          Gießen           | GIESSEN        | what has no capital letter gets two
          GIEẞEN           | GIESSEN        | and so does its capital
          ﬁﬀ               | FIFF           | ligatures are letters
          Ὀδυσσεύς         | ὈΔΥΣΣΕΎΣ       | a sigma is one letter, final or not
          ᾳ                | ΑΙ             | an iota below is a letter
          "\u1ff4\u0323"   | "\u038f\u0323\u0399" | behind all marks, also where it is composed
          "Que\u0301bec"   | "QU\u00c9BEC"  | composed (NFC) before and after
          istanbul         | ISTANBUL       | root locale, whatever the machine's
          İstanbul         | ISTANBUL       | the Turkish capital i with a dot
          "i\u0307stanbul" | ISTANBUL       | which the root locale makes two characters
          Kadıköy          | KADIKÖY        | the Turkish i without a dot
          DİYARBAKIR       | DIYARBAKIR     | both capitals in one name
          "i\u0307\u0301"  | "\u00cd"       | Lithuanian keeps the dot below an accent
          "Ly\u200bon"     | LYON           | a zero width space is nothing
          "\ufeffLyon"     | LYON           | so is a byte-order mark
          "Ly\u00adon\u200e" | LYON         | a soft hyphen and a mark of direction
          "می\u200cدان"    | میدان          | joiners, which only change shapes
          "Ly\u034fon\u3164" | LYON         | fillers and the grapheme joiner
          "☕\ufe0f Caf\u00e9" | "☕ CAF\u00c9" | variation selectors
          上海市            | 上海市           | no case, no change
          ''               | ''             | nothing stays nothing
          "\u200b\u3164"   | ''             | what nobody sees is nothing
          """)
  void shouldTakeSpellingsToOneForm(String written, String expected, String why) {
    assertThat(NormalizedName.of(unquote(written))).as(why).isEqualTo(unquote(expected));
  }

  @Test
  void shouldTakeLineEndsForWhiteSpace() {
    assertThat(NormalizedName.of("a\u2028\u0085\r\nb\u000b")).isEqualTo("A B");
  }

  @Test
  void shouldTakeEveryCharacterAsOneHoweverItIsCapitalized() {
    assertThat(
            IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(Character::isDefined)
                .filter(c -> Character.getType(c) != Character.SURROGATE)
                .filter(c -> Character.getType(c) != Character.PRIVATE_USE)
                .mapToObj(NormalizedNameTest::difference)
                .flatMap(Optional::stream))
        .isEmpty();
  }

  private static Optional<String> difference(int codePoint) {
    String written = Character.toString(codePoint);
    String key = NormalizedName.of(written);
    return Stream.of(
            written.toUpperCase(Locale.ROOT),
            written.toLowerCase(Locale.ROOT),
            written.toUpperCase(Locale.forLanguageTag("tr")),
            written.toLowerCase(Locale.forLanguageTag("tr")),
            Character.toString(Character.toTitleCase(codePoint)),
            Character.toString(Character.toUpperCase(codePoint)),
            Character.toString(Character.toLowerCase(codePoint)),
            Normalizer.normalize(written, Normalizer.Form.NFD),
            Normalizer.normalize(written, Normalizer.Form.NFC),
            key)
        .filter(other -> !NormalizedName.of(other).equals(key))
        .map("U+%04X differs as %s".formatted(codePoint, "%s")::formatted)
        .findFirst();
  }

  @Property
  void shouldChangeNothingMoreWhenAppliedTwice(@ForAll("names") String name) {
    String once = NormalizedName.of(name);

    assertThat(NormalizedName.of(once)).isEqualTo(once);
    assertThat(Normalizer.isNormalized(once, Normalizer.Form.NFC)).isTrue();
  }

  /** Of decomposed text, as Unicode compares: in other text a mark may become another letter. */
  @Property
  void shouldTakeNamesAsOneHoweverTheyAreCapitalized(@ForAll("names") String name) {
    String decomposed = Normalizer.normalize(Texts.withoutIgnorable(name), Normalizer.Form.NFD);
    String key = NormalizedName.of(name);

    assertThat(NormalizedName.of(decomposed.toUpperCase(Locale.ROOT))).isEqualTo(key);
    assertThat(NormalizedName.of(decomposed.toLowerCase(Locale.ROOT))).isEqualTo(key);
    assertThat(NormalizedName.of(decomposed)).isEqualTo(key);
    assertThat(NormalizedName.of(Texts.compose(name))).isEqualTo(key);
  }

  @Property
  void shouldTakePlainLettersAsAnyOther(@ForAll @CharRange(from = '\t', to = '~') String name) {
    String expected =
        name.toUpperCase(Locale.ROOT)
            .replaceAll("\\p{IsWhite_Space}+", " ")
            .replaceAll("^ | $", "");

    assertThat(NormalizedName.of(name)).isEqualTo(expected);
  }

  @Property
  void shouldTakeEncodingBack(@ForAll String name) {
    assertThat(NormalizedName.decode(NormalizedName.encode(name))).isEqualTo(name);
  }

  /** Any text, and mixtures of what is special. */
  @Provide
  Arbitrary<String> names() {
    return Arbitraries.oneOf(
        Arbitraries.strings(),
        Arbitraries.strings()
            .withChars("iIİıjßẞſςσΣﬁŉᾳΐϴΩK \u00a0\u0085\u001f")
            .withChars("\u0307\u0301\u0308\u0323\u0327\u0345\u030c\u200b\u200d\ufeff\u034f\u3164")
            .ofMaxLength(8));
  }

  private static String unquote(String text) {
    return text.replace("\"", "");
  }
}

package io.storestream.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
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
          straße           | STRASSE        | what has no capital letter gets two
          "Que\u0301bec"   | "QU\u00c9BEC"  | composed (NFC) before and after
          istanbul         | ISTANBUL       | root locale, whatever the machine's
          上海市            | 上海市           | no case, no change
          ''               | ''             | nothing stays nothing
          """)
  void shouldTakeSpellingsToOneForm(String written, String expected, String why) {
    assertThat(NormalizedName.of(unquote(written))).as(why).isEqualTo(unquote(expected));
  }

  @Property
  void shouldChangeNothingMoreWhenAppliedTwice(@ForAll String name) {
    String once = NormalizedName.of(name);

    assertThat(NormalizedName.of(once)).isEqualTo(once);
  }

  @Property
  void shouldTakePlainLettersAsAnyOther(@ForAll @CharRange(from = '\t', to = '~') String name) {
    String expected = name.toUpperCase(Locale.ROOT).replaceAll("\\p{IsWhite_Space}+", " ").strip();

    assertThat(NormalizedName.of(name)).isEqualTo(expected);
  }

  @Property
  void shouldTakeEncodingBack(@ForAll String name) {
    assertThat(NormalizedName.decode(NormalizedName.encode(name))).isEqualTo(name);
  }

  private static String unquote(String text) {
    return text.replace("\"", "");
  }
}

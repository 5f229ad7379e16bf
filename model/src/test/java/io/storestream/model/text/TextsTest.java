package io.storestream.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.storestream.model.StoreNumber;
import java.text.Normalizer;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class TextsTest {

  /** {@code \\uXXXX} stands for a character, as in Java. */
  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "texts.csv",
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "missing",
      useHeadersInDisplayName = true)
  void shouldCleanTextsAndStoreNumbers(
      String description, String written, @Nullable String text, @Nullable String number) {
    String given = unescaped(written);
    if (text != null && text.startsWith("refused: ")) {
      assertThatIllegalArgumentException()
          .as(description)
          .isThrownBy(() -> Texts.clean("city", given))
          .withMessage("city " + text.substring("refused: ".length()));
    } else {
      assertThat(Texts.clean("city", given))
          .as(description)
          .isEqualTo(text == null ? null : unescaped(text));
    }
    String expected = number == null ? "refused: is missing" : number;
    if (expected.startsWith("refused: ")) {
      assertThatIllegalArgumentException()
          .as(description)
          .isThrownBy(() -> StoreNumber.require(given))
          .withMessage("storeNumber " + expected.substring("refused: ".length()));
    } else {
      assertThat(StoreNumber.require(given)).as(description).isEqualTo(unescaped(expected));
    }
  }

  private static String unescaped(String text) {
    return Pattern.compile("\\\\u(\\p{XDigit}{4})")
        .matcher(text)
        .replaceAll(escape -> Character.toString((char) Integer.parseInt(escape.group(1), 16)))
        .translateEscapes();
  }

  @Property
  void shouldChangeNothingMoreWhenAppliedTwice(@ForAll("texts") String text) {
    String once;
    try {
      once = Texts.clean("city", text);
    } catch (IllegalArgumentException e) {
      return; // refused
    }

    assertThat(Texts.clean("city", once)).isEqualTo(once);
    if (once != null) {
      assertThat(once)
          .isNotEmpty()
          .doesNotContainPattern(
              "[\\p{Cf}&&[^\u200c\u200d]]|[\\x00-\\x1f\\x7f&&\\P{IsWhite_Space}]");
      assertThat(Normalizer.isNormalized(once, Normalizer.Form.NFC)).isTrue();
    }
  }

  @Property
  void shouldNumberAStoreTheSameAgain(@ForAll("texts") String text) {
    String once;
    try {
      once = StoreNumber.require(text);
    } catch (IllegalArgumentException e) {
      return; // refused
    }

    assertThat(StoreNumber.require(once)).isEqualTo(once);
    assertThat(once)
        .doesNotContainPattern("\\p{Cf}|\\p{Cc}|[\\p{IsWhite_Space}&&[^ ]]|^ | $")
        .isEqualTo(Normalizer.normalize(once, Normalizer.Form.NFC));
  }

  /** Any text, and mixtures of what is special. */
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings(),
        Arbitraries.strings()
            .withChars("a1=\"\" \t\n\u00a0\u2003\u0007\u001f\u00ad\u200b\u200c\u200d\ufeff")
            .withChars("e\u0301\u0327\u034f\u3164\ufe0f\u2000\u1100\u1161\u11a8")
            .ofMaxLength(10));
  }
}

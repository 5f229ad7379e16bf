package io.storestream.quickstart.generate.geography;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storestream.quickstart.generate.geography.RowRandom.Purpose;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
  private static final Words WORDS = new Words(List.of("Main St"), List.of("Doe"), List.of("Elm"));

  @ParameterizedTest
  @CsvSource({
    "No. %##, \\QNo. \\E[1-9]\\d\\d",
    "M%? #?#, M[1-9][A-Z] \\d[A-Z]\\d",
    "681##[####], 681\\d\\d(\\d{4})?",
    "{street} & {last} in {town} near {city}, Main St & Doe in Elm near Omaha",
    "東京, 東京",
  })
  void shouldFillEveryBlank(String template, String expected) {
    assertThat(fill(template)).allMatch(text -> text.matches(expected));
  }

  @Test
  void shouldHaveAnOptionalPartInAboutTwoOfThreeRows() {
    assertThat(fill("a[b]").filter("ab"::equals).count()).isBetween(600L, 700L);
  }

  @Test
  void shouldReadSeveral() {
    assertThat(Template.parseAll("a|{last}|c")).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a{street", "a[#", "{planet}", "{Street}"})
  void shouldRefuseWhatItCannotRead(String template) {
    assertThatThrownBy(() -> Template.parse(template))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("template ");
  }

  private static Stream<String> fill(String template) {
    Template parsed = Template.parse(template);
    return LongStream.range(0, 1_000)
        .mapToObj(i -> parsed.fill(new RowRandom(1, i, Purpose.ROW), WORDS, "Omaha"));
  }
}

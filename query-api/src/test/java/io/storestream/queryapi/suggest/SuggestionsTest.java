package io.storestream.queryapi.suggest;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.model.text.NormalizedName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SuggestionsTest {

  private static final Map<String, Long> COUNTRIES =
      Map.of("DE", 5L, "US", 9L, "GB", 1L, "NL", 1L, "CD", 1L, "CG", 2L, "CN", 1L, "TR", 1L);

  @BeforeAll
  static void loadCountries() {
    Suggestions.loadCountries().join();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "English, Germany, DE",
    "its own language, Deutschland, DE",
    "a third language, Allemagne, DE",
    "three letters, deu, DE",
    "three letters of another, USA, US",
    "several words, united states, US",
    "other spaces, United-Kingdom, GB",
    "another script, \u5fb7\u56fd, DE",
    "an accent, T\u00fcrkiye, TR",
    "no accent, Turkiye, TR",
    "spelled out, Tuerkiye, TR",
    "a typo, Germny, DE",
    "letters exchanged, Gremany, DE",
    "a name of two countries, Kongo, CG CD",
    "a country that nobody is in, France,",
    "a code that nobody has, FR,",
    "no country, Atlantis,",
    "neither letters nor digits, ---,",
  })
  void shouldKnowCountriesInAllLanguages(
      String description, String name, @Nullable String suggested) {
    assertThat(Suggestions.countries(NormalizedName.of(name), COUNTRIES))
        .as(description)
        .containsExactlyElementsOf(names(suggested));
  }

  @Test
  void shouldKnowTheCodeOfACountryThatIsListedByName() {
    assertThat(Suggestions.countries("DE", Map.of("DEUTSCHLAND", 1L, "FRANCE", 1L)))
        .containsExactly("DEUTSCHLAND");
    assertThat(Suggestions.countries("DEU", Map.of("GERMANY", 1L, "FRANCE", 1L)))
        .containsExactly("GERMANY");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "an umlaut where none is, M\u00fcnchen, MUNCHEN",
    "an umlaut spelled out, M\u00fcnchen, MUENCHEN",
    "an umlaut left out, Munchen, M\u00dcNCHEN",
    "an umlaut spelled out in the request, Muenchen, M\u00dcNCHEN",
    "a letter that is not taken apart, Kobenhavn, K\u00d8BENHAVN",
    "the same spelled out, Koebenhavn, K\u00d8BENHAVN",
    "an old spelling, Aarhus, \u00c5RHUS",
    "a stroke, Lodz, \u0141\u00d3D\u0179",
    "an accent, Montreal, MONTR\u00c9AL",
    "Cyrillic letters, \u0419\u043e\u0448\u043a\u0430\u0440-\u041e\u043b\u0430, "
        + "\u0418\u041e\u0428\u041a\u0410\u0420 \u041e\u041b\u0410",
    "punctuation, St Louis, ST. LOUIS",
    "a hyphen, NewYork, NEW-YORK",
    "a letter is missing, Omha, OMAHA",
    "a letter is too many, Omahha, OMAHA",
    "a letter is wrong, Omaja, OMAHA",
    "letters are exchanged, Oamha, OMAHA",
    "two typos in a long name, Philadelfia, PHILADELPHIA",
  })
  void shouldFindPlacesBySpelling(String description, String name, String listed) {
    Map<String, Long> existing = Map.of(listed, 1L, "ELSEWHERE", 9L, "", 3L);

    assertThat(Suggestions.places(NormalizedName.of(name), existing))
        .as(description)
        .containsExactly(listed);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "codes of states, NY, NE",
    "names of three letters, Ulm, Elm",
    "two typos in a short name, Omaha, Omega",
    "numbers, 1100, 1101",
    "another name, Omaha, Lincoln",
    "the stores without a name, Omaha, ''",
  })
  void shouldNotTakeAnotherPlaceForATypo(String description, String name, String listed) {
    assertThat(Suggestions.places(NormalizedName.of(name), Map.of(NormalizedName.of(listed), 1L)))
        .as(description)
        .isEmpty();
  }

  @Test
  void shouldNotSuggestTheNameThatWasAskedFor() {
    assertThat(Suggestions.places("OMAHA", Map.of("OMAHA", 1L))).isEmpty();
  }

  @Test
  void shouldListTheBestFirst() {
    // given
    Map<String, Long> existing =
        Map.of("SPRINGFELD", 7L, "SPRING-FIELD", 1L, "SPRINGFIELDS", 9L, "SPRINFELD", 9L);

    // when, then: the same spelling, one typo by the number of stores, two typos
    assertThat(Suggestions.places("SPRINGFIELD", existing))
        .containsExactly("SPRING-FIELD", "SPRINGFIELDS", "SPRINGFELD", "SPRINFELD");
  }

  @Test
  void shouldListFiveAtMost() {
    Map<String, Long> existing = new HashMap<>();
    Stream.of("A", "B", "C", "D", "E", "F").forEach(it -> existing.put("OMAHA" + it, 1L));

    assertThat(Suggestions.places("OMAHA", existing))
        .containsExactly("OMAHAA", "OMAHAB", "OMAHAC", "OMAHAD", "OMAHAE");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a longer code, 681443957, 68144",
    "a space, SW1A 1AA, SW1A1AA",
    "no space, SW1A1, SW1A 1AA",
    "a hyphen, 68144-3957, 681443957",
    "another number, 68145,",
    "no number, '',",
  })
  void shouldFindPostcodesThatBeginAlike(
      String description, String name, @Nullable String suggested) {
    Map<String, Long> existing = new HashMap<>(Map.of("68144", 2L, "10001", 9L, "", 3L));
    names(suggested).forEach(it -> existing.put(it, 1L));

    List<String> found = Suggestions.postcodes(NormalizedName.of(name), existing);

    assertThat(found.stream().limit(1)).as(description).containsExactlyElementsOf(names(suggested));
    assertThat(found).doesNotContain("10001", "");
  }

  private static List<String> names(@Nullable String list) {
    return list == null ? List.of() : List.of(list.split(" (?=[A-Z]{2}$)"));
  }
}

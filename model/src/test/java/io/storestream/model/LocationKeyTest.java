package io.storestream.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.storestream.model.text.NormalizedName;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LocationKeyTest {

  @Test
  void shouldStandAsStateCityPostcode() {
    LocationKey key = new LocationKey("us", " ne", "Omaha", "681443957");

    assertThat(key.partitionKey()).isEqualTo("US");
    assertThat(key.sortKey()).isEqualTo("NE#OMAHA#681443957");
  }

  @Test
  void shouldKeepTheSeparatorOfAMissingPart() {
    assertThat(new LocationKey("SG", "", "", "").sortKey()).isEqualTo("##");
  }

  @Test
  void shouldEncodeTheSeparatorInsideAName() {
    assertThat(new LocationKey("US", "N#E", "100%", "").sortKey()).isEqualTo("N%23E#100%25#");
  }

  @Test
  void shouldRefuseAnEmptyCountry() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LocationKey(" ", "NE", "", ""))
        .withMessage("country must not be empty");
  }

  @Property
  void shouldComeBackFromItsStoredForm(
      @ForAll("names") String country,
      @ForAll("names") String state,
      @ForAll("names") String city,
      @ForAll("names") String postcode) {
    Assume.that(!NormalizedName.of(country).isEmpty());
    LocationKey key = new LocationKey(country, state, city, postcode);

    assertThat(LocationKey.parse(key.partitionKey(), key.sortKey())).isEqualTo(key);
  }

  @Property
  void shouldBeFoundByALookupExactlyIfTheClosedLevelsAreTheSame(
      @ForAll("shortNames") String state,
      @ForAll("shortNames") String city,
      @ForAll("shortNames") String otherState,
      @ForAll("shortNames") String otherCity) {
    String sortKey = new LocationKey("US", otherState, otherCity, "1").sortKey();

    boolean inState =
        sortKey.startsWith(new LocationLookup("US", state, null, null).sortKeyPrefix());
    boolean inCity =
        sortKey.startsWith(new LocationLookup("US", state, city, null).sortKeyPrefix());

    boolean sameState = NormalizedName.of(state).equals(NormalizedName.of(otherState));
    assertThat(inState).isEqualTo(sameState);
    assertThat(inCity)
        .isEqualTo(sameState && NormalizedName.of(city).equals(NormalizedName.of(otherCity)));
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(20),
        Arbitraries.strings().withChars("#%235 aß").ofMaxLength(8));
  }

  @Provide
  Arbitrary<String> shortNames() {
    return Arbitraries.strings().withChars("#%2a").ofMaxLength(3);
  }
}

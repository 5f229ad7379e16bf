package io.storestream.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.storestream.model.text.NormalizedName;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocationTest {

  private static final Location OMAHA = new Location(List.of("us", "Ne ", " omaha"));

  @Test
  void shouldStandUnderThePathOfThePlaceAbove() {
    assertThat(OMAHA.partitionKey()).isEqualTo("US#NE");
    assertThat(OMAHA.sortKey()).isEqualTo("OMAHA");
    assertThat(OMAHA.path()).isEqualTo("US#NE#OMAHA");
  }

  @Test
  void shouldStandUnderTheWorldAsACountry() {
    Location country = OMAHA.parent().parent();

    assertThat(country.partitionKey()).isEqualTo("*");
    assertThat(country.sortKey()).isEqualTo("US");
    assertThat(country.parent()).isEqualTo(Location.WORLD);
    assertThat(Location.WORLD.path()).isEqualTo("*");
  }

  @Test
  void shouldTellACountryOfThatNameFromTheWorld() {
    Location star = new Location(List.of("*"));

    assertThat(star.path()).isEqualTo("%2A");
    assertThat(star.child("NE").partitionKey()).isEqualTo("%2A");
    assertThat(star.sortKey()).isEqualTo("*");
  }

  @Test
  void shouldStandForStoresWithoutAName() {
    Location stateless = new Location(List.of("SG", ""));

    assertThat(stateless.sortKey()).isEqualTo("#");
    assertThat(stateless.path()).isEqualTo("SG#");
    assertThat(stateless.child("").path()).isEqualTo("SG##");
    assertThat(stateless.child("").partitionKey()).isEqualTo("SG#");
  }

  @Test
  void shouldEncodeTheSeparatorInsideAName() {
    Location odd = new Location(List.of("A#B", "100%", "#"));

    assertThat(odd.path()).isEqualTo("A%23B#100%25#%23");
    assertThat(odd.partitionKey()).isEqualTo("A%23B#100%25");
    assertThat(odd.sortKey()).isEqualTo("%23");
  }

  @Test
  void shouldKnowAllPlacesAboveIt() {
    assertThat(OMAHA.lineage())
        .containsExactly(new Location(List.of("US")), new Location(List.of("US", "NE")), OMAHA);
    assertThat(Location.WORLD.lineage()).isEmpty();
  }

  /** Names that are encoded, empty, or like the path of the world. */
  @ParameterizedTest
  @CsvSource({
    "US,NE,OMAHA",
    "A#B,100%,#",
    "*,*,*",
    "*,'',''",
    "SG,'',''",
    "SG,'',X",
    "US,NE,",
    "*,,",
    ",,",
  })
  void shouldKnowThePathsOfAllPlacesAboveIt(
      @Nullable String country, @Nullable String state, @Nullable String city) {
    Location location =
        new Location(Stream.of(country, state, city).filter(Objects::nonNull).toList());

    assertThat(Location.lineageOf(location.path()))
        .isEqualTo(location.lineage().stream().map(Location::path).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "9", "9z7dw"})
  void shouldKnowThePathsOfAllCellsAboveIt(String geohash) {
    Location cell = Location.cell(geohash);

    assertThat(Location.lineageOf(cell.path()))
        .isEqualTo(cell.lineage().stream().map(Location::path).toList());
  }

  @Test
  void shouldBeTheCityOfAStore() {
    Store store =
        new StoreBuilder()
            .storeNumber("1")
            .set(StoreField.COUNTRY, "us")
            .set(StoreField.STATE, "ne")
            .set(StoreField.POSTCODE, "68144")
            .build();

    assertThat(Location.of(store)).isEqualTo(new Location(List.of("US", "NE", "")));
  }

  @Test
  void shouldRefuseWhatIsNoPlace() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Location(List.of(" ")));
    assertThatIllegalArgumentException().isThrownBy(() -> OMAHA.child("68144"));
    assertThatIllegalArgumentException().isThrownBy(() -> Location.parse("*", "us"));
    assertThatIllegalArgumentException().isThrownBy(() -> Location.parse("us", "NE"));
    assertThatIllegalStateException().isThrownBy(Location.WORLD::parent);
    assertThatIllegalStateException().isThrownBy(Location.WORLD::name);
  }

  @Property
  void shouldComeBackFromItsStoredForms(@ForAll("locations") Location location) {
    assertThat(Location.parse(location.partitionKey(), location.sortKey())).isEqualTo(location);
    assertThat(Location.parse(location.path())).isEqualTo(location);
  }

  @Property
  void shouldKnowThePathOfTheCityOfAStore(
      @ForAll("names") String country,
      @ForAll("names") String state,
      @ForAll("names") String city) {
    Store store =
        new StoreBuilder()
            .storeNumber("17")
            .set(StoreField.COUNTRY, "*" + country)
            .set(StoreField.STATE, state)
            .set(StoreField.CITY, city)
            .build();

    assertThat(Location.cityPathOf(store)).isEqualTo(Location.of(store).path());
  }

  @Property
  void shouldHaveAPathOfItsOwn(
      @ForAll("locations") Location one, @ForAll("locations") Location other) {
    assertThat(one.path().equals(other.path())).isEqualTo(one.equals(other));
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().withChars("aB#%*2 3A\u00e9").ofMaxLength(4);
  }

  @Provide
  Arbitrary<Location> locations() {
    return names()
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .filter(list -> !NormalizedName.of(list.get(0)).isEmpty())
        .map(Location::new);
  }

  @Test
  void shouldBeACellOfAGeohash() {
    Location cell = Location.cell("9z7");

    assertThat(cell.path()).isEqualTo("#9z7");
    assertThat(cell.partitionKey()).isEqualTo("#9z");
    assertThat(cell.sortKey()).isEqualTo("7");
    assertThat(cell.root()).isEqualTo(Location.cell("9"));
    assertThat(cell.root().partitionKey()).isEqualTo("#");
    assertThat(cell.root().parent()).isEqualTo(Location.ALL_CELLS);
    assertThat(cell.lineage())
        .containsExactly(Location.cell("9"), Location.cell("9z"), Location.cell("9z7"));
    assertThat(Location.parse("#9z7")).isEqualTo(cell);
    assertThat(Location.parse("#9z", "7")).isEqualTo(cell);
    assertThat(Location.parse("#", "9")).isEqualTo(cell.root());
  }

  @Test
  void shouldRefuseWhatIsNoCell() {
    for (String path : List.of("#9z7dr1", "#9Z", "#a", "#9#z")) {
      assertThatIllegalArgumentException().isThrownBy(() -> Location.parse(path));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Location.parse("#9", "#"));
    assertThatIllegalArgumentException().isThrownBy(() -> Location.cell("9z7dr").child("1"));
  }
}

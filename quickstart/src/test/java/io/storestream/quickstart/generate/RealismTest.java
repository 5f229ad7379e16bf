package io.storestream.quickstart.generate;

import static io.storestream.quickstart.generate.Generated.rows;
import static io.storestream.quickstart.generate.Generated.stores;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares counts, not collections: a failure should not print 200,000 rows. */
class RealismTest {
  private static final List<NamedCsvRecord> ROWS = rows(stores(200_000));

  private static final List<String> REQUIRED =
      List.of("Brand", "Store Name", "Street Address", "City", "State/Province");
  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
  private static final Pattern NUMBER = Pattern.compile("\\d{4,5}-\\d{4,6}");
  private static final Pattern TIMEZONE =
      Pattern.compile("GMT[+-]\\d\\d:\\d\\d [A-Z][a-z]+(/[A-Za-z_]+)+");
  private static final Pattern ZIP = Pattern.compile("(\\d{5}(\\d{4})?)?");

  @Test
  void shouldGiveEveryRowThirteenFieldsAndAPlaceOnEarth() {
    assertThat(ROWS).hasSize(200_000);
    assertThat(ROWS.stream().filter(row -> !isWellFormed(row)).limit(3)).isEmpty();
  }

  private static boolean isWellFormed(NamedCsvRecord row) {
    return row.getFieldCount() == 13
        && row.getFields().stream().allMatch(field -> field.equals(field.strip()))
        && REQUIRED.stream().noneMatch(name -> row.getField(name).isEmpty())
        && NUMBER.matcher(row.getField("Store Number")).matches()
        && COUNTRIES.contains(row.getField("Country"))
        && TIMEZONE.matcher(row.getField("Timezone")).matches()
        && Math.abs(Double.parseDouble(row.getField("Latitude"))) <= 90
        && Math.abs(Double.parseDouble(row.getField("Longitude"))) <= 180
        && (!isInUs(row) || ZIP.matcher(row.getField("Postcode")).matches());
  }

  @Test
  void shouldNotUseAStoreNumberTwice() {
    assertThat(count(ROWS, row -> row.getField("Store Number")).size()).isEqualTo(ROWS.size());
  }

  @Test
  void shouldHaveAnExampleStoreThatIsTheFirstOfOmaha() {
    NamedCsvRecord first =
        ROWS.stream()
            .filter(row -> isInUs(row) && row.getField("State/Province").equals("NE"))
            .filter(row -> row.getField("City").equals("Omaha"))
            .findFirst()
            .orElseThrow();

    assertThat(first.getField("Store Number")).isEqualTo("2651-53179");
    assertThat(first.getField("Store Name")).isEqualTo("125th & W. Center Rd.");
    assertThat(first.getField("Postcode")).isEqualTo("681443957");
  }

  @Test
  void shouldBeAsIncompleteAsRealData() {
    assertThat(percent(row -> row.getField("Postcode").isEmpty())).isBetween(5.0, 7.0);
    assertThat(percent(row -> row.getField("Phone Number").isEmpty())).isBetween(26.0, 29.0);
  }

  @Test
  void shouldUseAllOwnershipTypes() {
    assertThat(count(ROWS, row -> row.getField("Ownership Type")))
        .containsOnlyKeys("Company Owned", "Licensed", "Joint Venture", "Franchise");
  }

  @Test
  void shouldExerciseQuotingAndOtherScripts() {
    assertThat(percent(row -> row.getField("Store Name").contains("\""))).isPositive();
    assertThat(percent(row -> row.getField("Street Address").contains(","))).isPositive();
    assertThat(List.of("São Paulo", "München", "上海市", "Bogotá", "서울", "Москва"))
        .allMatch(city -> percent(row -> row.getField("City").equals(city)) > 0);
  }

  @Test
  void shouldAddCitiesSoThatNoneHoldsAnAbsurdShare() {
    Map<List<String>, Long> cities =
        count(ROWS, row -> row.getFields().subList(5, 8)); // City, state, country.

    assertThat(cities.size()).isGreaterThan(10_000);
    assertThat(Collections.max(cities.values())).isLessThan(ROWS.size() / 100L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldHaveHalfOfTheStoresInTheUnitedStatesAndALongTail(long seed) {
    Map<String, Long> countries =
        count(rows(new GeneratorOptions(1_000, seed, 0, 0)), row -> row.getField("Country"));

    assertThat(countries.get("US")).isBetween(480L, 560L);
    assertThat(countries).hasSizeGreaterThanOrEqualTo(40);
  }

  private static boolean isInUs(NamedCsvRecord row) {
    return row.getField("Country").equals("US");
  }

  private static double percent(Predicate<NamedCsvRecord> condition) {
    return ROWS.stream().filter(condition).count() * 100.0 / ROWS.size();
  }

  private static <K> Map<K, Long> count(
      List<NamedCsvRecord> rows, Function<NamedCsvRecord, K> key) {
    return rows.stream().collect(Collectors.groupingBy(key, Collectors.counting()));
  }
}

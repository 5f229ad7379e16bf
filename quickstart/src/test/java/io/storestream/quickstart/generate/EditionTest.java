package io.storestream.quickstart.generate;

import static io.storestream.quickstart.generate.Generated.lines;
import static io.storestream.quickstart.generate.Generated.stores;
import static io.storestream.quickstart.generate.Generated.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.quickstart.generate.geography.Gazetteer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditionTest {

  @ParameterizedTest(name = "{1} % of {0}")
  @CsvSource({
    "1000, 5, 50",
    "1000, 0.1, 1",
    "1000, 0.04, 0",
    "997, 33.3, 332",
    "1000, 99.9, 999",
    "1000, 100, 999", // All but the example.
    "1, 100, 0",
  })
  void shouldChangeExactlyAsManyRowsAsAskedFor(long stores, double percent, long expected) {
    List<String> before = lines(stores(stores));

    List<String> after = lines(new GeneratorOptions(stores, 1, percent, 0));

    assertThat(numbers(after)).isEqualTo(numbers(before));
    assertThat(after).filteredOn(line -> !before.contains(line)).hasSize((int) expected);
    assertThat(after.subList(0, 2)).isEqualTo(before.subList(0, 2));
  }

  @Test
  void shouldLeaveTheFirstEditionAloneWhenNothingChanges() {
    assertThat(text(new GeneratorOptions(500, 1, 0, 0))).isEqualTo(text(stores(500)));
  }

  @Test
  void shouldCloseOtherStoresThanItChanges() {
    // given
    Map<String, String> before = byNumber(lines(stores(5_000)));
    Map<String, String> changesOnly = byNumber(lines(new GeneratorOptions(5_000, 1, 4, 0)));

    // when
    Map<String, String> after = byNumber(lines(new GeneratorOptions(5_000, 1, 4, 2.5)));

    // then
    assertThat(after).hasSize(before.size() - 125);
    assertThat(changesOnly).containsAllEntriesOf(after);
    assertThat(new HashSet<>(after.values()).stream().filter(line -> !before.containsValue(line)))
        .hasSize(200);
    assertThat(new ArrayList<>(before.keySet())).containsSubsequence(after.keySet());
  }

  @Test
  void shouldKeepTheExampleWhenAllOthersClose() {
    assertThat(text(new GeneratorOptions(300, 1, 0, 100))).isEqualTo(text(stores(1)));
  }

  @Test
  void shouldKeepEarlierChangesWhenAskedForMore() {
    List<String> before = lines(stores(2_000));
    Set<String> few = new HashSet<>(lines(new GeneratorOptions(2_000, 1, 3, 0)));
    Set<String> more = new HashSet<>(lines(new GeneratorOptions(2_000, 1, 6, 0)));
    before.forEach(few::remove);

    assertThat(more).containsAll(few);
  }

  @Test
  void shouldChangeNamesPhonesOwnersStreetsAndCities() {
    StoreFactory factory = new StoreFactory(Gazetteer.read(), 1);
    Set<String> kinds = new HashSet<>();
    for (long ordinal = 1; ordinal <= 2_000; ordinal++) {
      GeneratedStore before = factory.original(ordinal);
      GeneratedStore after = factory.changed(ordinal);
      assertThat(after.number()).isEqualTo(before.number());
      assertThat(after.brand()).isEqualTo(before.brand());
      kinds.add(kind(before, after));
    }

    assertThat(kinds)
        .containsExactlyInAnyOrder("name", "phone", "owner", "street", "city", "country");
  }

  private static String kind(GeneratedStore before, GeneratedStore after) {
    if (!before.site().isInCityOf(after.site())) {
      return before.site().place().country().equals(after.site().place().country())
          ? "city"
          : "country";
    }
    if (!before.site().equals(after.site())) {
      return "street";
    }
    if (!before.name().equals(after.name())) {
      return "name";
    }
    return before.phone().equals(after.phone()) ? "owner" : "phone";
  }

  private static List<String> numbers(List<String> lines) {
    return new ArrayList<>(byNumber(lines).keySet());
  }

  private static Map<String, String> byNumber(List<String> lines) {
    Map<String, String> byNumber = new LinkedHashMap<>();
    lines.forEach(line -> byNumber.put(line.split(",", 3)[1], line));
    return byNumber;
  }
}

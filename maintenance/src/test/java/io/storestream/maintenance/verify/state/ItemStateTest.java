package io.storestream.maintenance.verify.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.maintenance.verify.table.AttributeDifferences;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An item is the same however its numbers are spelled, and only then. */
class ItemStateTest {

  private static final Version VERSION = Version.firstAt(Instant.parse("2026-11-20T10:00:00Z"));
  private static final Map<String, AttributeValue> TOMBSTONE =
      StoreItems.toItem(new VersionedStore("1", VERSION, null), Instant.EPOCH);

  @ParameterizedTest
  @CsvSource({
    "Version,1.7951688E+24",
    "Version,1795168800000000000000000.0",
    "ExpiresAt,2.592E+6",
    "ExpiresAt,02592000"
  })
  void shouldNotDependOnTheSpellingOfANumber(String name, String spelling) {
    Map<String, AttributeValue> item = with(name, AttributeValue.fromN(spelling));

    assertThat(ItemState.of(item)).isEqualTo(ItemState.of(TOMBSTONE));
    assertThat(ItemState.of(item).version()).isEqualTo(VERSION);
    assertThat(ItemState.of(item).tombstone()).isTrue();
    assertThat(AttributeDifferences.describe(item, TOMBSTONE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"Version,1795168800000000001000000", "ExpiresAt,2592000.5", "ExpiresAt,-1"})
  void shouldTellNumbersApart(String name, String number) {
    Map<String, AttributeValue> item = with(name, AttributeValue.fromN(number));

    assertThat(ItemState.of(item).item()).isNotEqualTo(ItemState.of(TOMBSTONE).item());
    assertThat(ItemState.of(item).tombstone()).isFalse();
    assertThat(AttributeDifferences.describe(item, TOMBSTONE))
        .isEqualTo(
            "%s is %s, not %s"
                .formatted(name, number, Objects.requireNonNull(TOMBSTONE.get(name)).n()));
  }

  @Test
  void shouldTellANumberFromAText() {
    Map<String, AttributeValue> item = with("ExpiresAt", AttributeValue.fromS("2592000"));

    assertThat(ItemState.of(item).item()).isNotEqualTo(ItemState.of(TOMBSTONE).item());
    assertThat(ItemState.of(item).tombstone()).isFalse();
    assertThat(AttributeDifferences.describe(item, TOMBSTONE))
        .isEqualTo("ExpiresAt is \"2592000\", not 2592000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "1E+30"})
  void shouldHaveNoVersionWhereItCannotBeOne(String number) {
    ItemState state = ItemState.of(with(StoresTable.VERSION, AttributeValue.fromN(number)));

    assertThat(state.version()).isNull();
    assertThat(state.tombstone()).isFalse();
  }

  @Test
  void shouldHaveNoVersionWhereThereIsNone() {
    assertThat(ItemState.of(with(StoresTable.VERSION, null)).version()).isNull();
    assertThat(ItemState.of(with(StoresTable.VERSION, AttributeValue.fromS("1"))).version())
        .isNull();
  }

  private static Map<String, AttributeValue> with(String name, @Nullable AttributeValue value) {
    Map<String, AttributeValue> item = new HashMap<>(TOMBSTONE);
    if (value == null) {
      item.remove(name);
    } else {
      item.put(name, value);
    }
    return item;
  }
}

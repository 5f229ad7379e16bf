package io.storestream.ingester.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

/**
 * The store gets values that the cache does not know, as no other program may: they tell which of
 * the two is read.
 */
class CachedStatesTest {

  /** Has room for two values of five characters. */
  private static final long TWO = 2 * (HeapCache.ENTRY_BYTES + 6);

  private final KeyValueStore<String, String> store = OpenStore.of(Serdes.String());

  @Test
  void shouldReadNoStoreWhenAllValuesFit() {
    store.put("1", "first");
    CachedStates<String> states = loaded(TWO);
    states.put("2", "other");
    List.of("1", "2", "3").forEach(key -> store.put(key, "store"));

    assertThat(states.get("1")).isEqualTo("first");
    assertThat(states.get("2")).isEqualTo("other");
    assertThat(states.get("3")).isNull();
    assertThat(states.getStored("1")).isEqualTo("store");
  }

  @Test
  void shouldReadTheStoreForWhatDoesNotFit() {
    store.put("1", "first");
    CachedStates<String> states = loaded(TWO);
    states.put("2", "other");
    states.put("3", "third"); // does not fit
    states.put("2", "again"); // fits
    List.of("1", "2", "3", "4").forEach(key -> store.put(key, "store"));

    assertThat(states.get("1")).isEqualTo("first");
    assertThat(states.get("2")).isEqualTo("again");
    assertThat(states.get("3")).isEqualTo("store");
    assertThat(states.get("4")).isEqualTo("store");
  }

  @Test
  void shouldReadTheStoreForAValueThatHasGrown() {
    CachedStates<String> states = loaded(TWO);
    states.put("1", "first");
    states.put("2", "other");

    states.put("1", "too long to fit");

    assertThat(store.get("1")).isEqualTo("too long to fit");
    assertThat(states.get("1")).isEqualTo("too long to fit");
    assertThat(states.get("2")).isEqualTo("other");
  }

  @Test
  void shouldReadTheStoreWithoutACache() {
    CachedStates<String> states = loaded(0);
    states.put("1", "first");
    List.of("1", "2").forEach(key -> store.put(key, "store"));

    assertThat(states.get("1")).isEqualTo("store");
    assertThat(states.get("2")).isEqualTo("store");
  }

  @Test
  void shouldReadTheStoreUntilItIsLoaded() {
    CachedStates<String> states = states(TWO);
    store.put("1", "store");

    assertThat(states.get("1")).isEqualTo("store");
  }

  @Test
  void shouldGiveNoRoomToOtherKeys() {
    List.of("-1", "-2", "-3").forEach(key -> store.put(key, "event"));
    CachedStates<String> states = loaded(TWO);
    states.put("-4", "event");
    states.put("1", "first");
    states.put("2", "other");
    List.of("1", "2", "3").forEach(key -> store.put(key, "store"));

    assertThat(states.getStored("-1")).isEqualTo("event");
    assertThat(states.getStored("-4")).isEqualTo("event");
    assertThat(states.get("1")).isEqualTo("first");
    assertThat(states.get("2")).isEqualTo("other");
    assertThat(states.get("3")).isNull();
  }

  @Test
  void shouldShowAllValuesWhenItIsLoaded() {
    List.of("-1", "1", "2", "3").forEach(key -> store.put(key, "value"));
    List<String> shown = new ArrayList<>();

    states(TWO).load((key, value) -> shown.add(key + " " + value));

    assertThat(shown).containsExactly("-1 value", "1 value", "2 value", "3 value");
  }

  private CachedStates<String> loaded(long cacheBytes) {
    CachedStates<String> states = states(cacheBytes);
    states.load((key, value) -> {});
    return states;
  }

  private CachedStates<String> states(long cacheBytes) {
    return new CachedStates<>(
        store,
        key -> !key.startsWith("-"),
        cacheBytes,
        value -> value.getBytes(UTF_8),
        bytes -> new String(bytes, UTF_8));
  }
}

package io.storestream.ingester.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeapCacheTest {

  /** Takes an entry of one character and nine bytes. */
  private static final int ENTRY = HeapCache.ENTRY_BYTES + 10;

  private final HeapCache cache = new HeapCache(2 * ENTRY);

  @Test
  void shouldKeepWhatFits() {
    assertThat(put("1", "nine long")).isTrue();
    assertThat(put("2", "nine wide")).isTrue();

    assertThat(get("1")).isEqualTo("nine long");
    assertThat(get("2")).isEqualTo("nine wide");
    assertThat(get("3")).isNull();
  }

  @Test
  void shouldEvictNothingForWhatDoesNotFit() {
    put("1", "nine long");
    put("2", "nine wide");

    assertThat(put("3", "")).isFalse();

    assertThat(get("1")).isEqualTo("nine long");
    assertThat(get("2")).isEqualTo("nine wide");
    assertThat(get("3")).isNull();
  }

  @Test
  void shouldReplaceAValueWhenItIsFull() {
    put("1", "nine long");
    put("2", "nine wide");

    assertThat(put("1", "same size")).isTrue();
    assertThat(put("2", "shorter")).isTrue();
    assertThat(put("1", "not so short")).isFalse();

    assertThat(get("1")).isNull();
    assertThat(get("2")).isEqualTo("shorter");
    assertThat(put("1", "a longer one")).isFalse();
    assertThat(put("1", "eleven long")).isTrue();
  }

  @Test
  void shouldCountTheKeyToo() {
    put("1", "nine long");

    assertThat(put("22", "nine wide")).isFalse();
    assertThat(put("22", "8 wide..")).isTrue();
  }

  @Test
  void shouldHaveRoomForWhatAShorterValueLeaves() {
    put("1", "nine long and more");
    assertThat(put("2", "nine wide")).isFalse();

    put("1", "nine long");

    assertThat(put("2", "nine wide")).isTrue();
  }

  @Test
  void shouldKeepNothingWithoutRoom() {
    HeapCache none = new HeapCache(0);

    assertThat(none.put("1", new byte[0])).isFalse();
    assertThat(none.get("1")).isNull();
  }

  private boolean put(String key, String value) {
    return cache.put(key, value.getBytes(UTF_8));
  }

  private @Nullable String get(String key) {
    byte[] value = cache.get(key);
    return value == null ? null : new String(value, UTF_8);
  }
}

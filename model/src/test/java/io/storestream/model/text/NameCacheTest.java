package io.storestream.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NameCacheTest {

  /** Two texts with one hash. */
  private static final List<String> COLLIDING = List.of("Aa", "BB");

  private final List<String> made = new ArrayList<>();
  private final NameCache cache =
      new NameCache(
          text -> {
            made.add(text);
            return text + "!";
          });

  @Test
  void shouldRememberTheLastTextOfASlot() {
    assertThat(List.of(cache.get("Aa"), cache.get("Aa"))).containsExactly("Aa!", "Aa!");
    assertThat(made).containsExactly("Aa");
  }

  @Test
  void shouldTellTextsOfOneSlotApart() {
    assertThat("Aa").hasSameHashCodeAs("BB");

    for (int i = 0; i < 2; i++) {
      for (String text : COLLIDING) {
        assertThat(cache.get(text)).isEqualTo(text + "!");
      }
    }
    assertThat(made).containsExactly("Aa", "BB", "Aa", "BB");
  }

  @Test
  void shouldNotRememberLongTexts() {
    String text = "x".repeat(65);

    assertThat(List.of(cache.get(text), cache.get(text))).containsExactly(text + "!", text + "!");
    assertThat(made).hasSize(2);
  }
}

package io.storestream.producer.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.model.Fingerprint;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import io.storestream.model.Version;
import io.storestream.model.event.StoreChange;
import io.storestream.model.event.StoreCodec;
import io.storestream.producer.live.KnownStore.Effect;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Contents are a letter and a time in seconds: {@code A5}; {@code -} stands for a deleted store.
 */
class KnownStoreTest {

  @ParameterizedTest
  @CsvSource({
    // topic, events, effect
    "'', A5, NEW",
    "'', A5 -6, UNCHANGED",
    "'', -5, UNCHANGED",
    "'', A5 B4, NEW",
    "A5, A6, UNCHANGED",
    "A5, A5, UNCHANGED",
    "A5, B5, CHANGED",
    "A5, B6 A7, UNCHANGED",
    "A5, B6 A4, CHANGED",
    "A5, -6, CLOSED",
    "A5, -4, STALE",
    "A5, B4, STALE",
    "A5, B4 C6, CHANGED",
    "-5, A6, NEW",
    "-5, A4, STALE",
    "-5, -6, UNCHANGED",
    "A5 B6, B7, UNCHANGED",
    "B6 A5, B7, UNCHANGED",
    "A5 -6, A7, NEW",
  })
  void shouldResolveEventsAsAnIngesterDoes(String topic, String events, Effect effect) {
    // given
    KnownStore store = new KnownStore();
    for (String state : topic.isEmpty() ? new String[0] : topic.split(" ", -1)) {
      Version version = Version.firstAt(change(state).updatedAt());
      store.sawRecord(version, contentOf(change(state)));
    }

    // when
    for (String event : events.split(" ", -1)) {
      store.accept(change(event));
    }

    // then
    assertThat(store.effect()).isEqualTo(effect);
  }

  private static Fingerprint contentOf(StoreChange change) {
    return change instanceof StoreChange.Upsert upsert
        ? Fingerprint.of(StoreCodec.encode(upsert.store()))
        : Fingerprint.DELETED;
  }

  private static StoreChange change(String text) {
    Instant updatedAt = Instant.ofEpochSecond(Long.parseLong(text.substring(1)));
    return text.startsWith("-")
        ? new StoreChange.Delete("1", updatedAt)
        : new StoreChange.Upsert(
            new StoreBuilder()
                .storeNumber("1")
                .set(StoreField.COUNTRY, text.substring(0, 1))
                .build(),
            updatedAt);
  }
}

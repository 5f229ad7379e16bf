package io.storestream.ingester.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.fixtures.Rounds;
import io.storestream.model.event.InvalidEventException;
import io.storestream.model.event.StoreChange;
import io.storestream.model.event.StoreChangeCodec;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Whatever a record holds, it is an event or it is not: there is no third way. */
class EventCodecFuzzTest {

  private static final long SEED = 17;
  private static final int EVENTS = Rounds.of(10_000, 50_000);

  @Test
  void shouldReadAnyRecordOrSayWhyNot() {
    // given
    EventMutator mutator = new EventMutator(SEED, "events", Instant.parse("2026-01-01T00:00:00Z"));
    int valid = 0;

    // when
    for (int i = 0; i < EVENTS; i++) {
      ProducerRecord<byte[], byte[]> event = mutator.next();
      try {
        valid += isEvent(event) ? 1 : 0;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("event %d of seed %d: %s".formatted(i, SEED, event), e);
      }
    }

    // then
    assertThat(valid).as("seed %d", SEED).isBetween(EVENTS / 2, EVENTS * 3 / 4);
  }

  private static boolean isEvent(ProducerRecord<byte[], byte[]> event) {
    StoreChange change;
    try {
      change = StoreChangeCodec.decode(event.key(), event.value(), event.timestamp());
    } catch (InvalidEventException e) {
      assertThat(e.getMessage()).isNotBlank();
      return false;
    }
    assertThat(again(change)).isEqualTo(change);
    return true;
  }

  private static StoreChange again(StoreChange change) {
    try {
      return StoreChangeCodec.decode(null, StoreChangeCodec.encode(change), 0);
    } catch (InvalidEventException e) {
      throw new AssertionError("can't read what was written of " + change, e);
    }
  }
}

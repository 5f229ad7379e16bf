package io.storestream.ingester.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.storestream.ingester.topology.ParseProcessor;
import io.storestream.model.Store;
import io.storestream.model.event.InvalidEventException;
import io.storestream.model.event.StoreChange;
import io.storestream.model.event.StoreChangeCodec;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What has to become of events that are published in one order, by the shortest form of the rules:
 * of each store the newest is kept, and of two that are equally new the later. Not thread-safe.
 */
final class ExpectedFates {

  /**
   * A key and a value, each byte one char.
   *
   * @param key {@code null} if there is none
   * @param value {@code null} if there is none
   */
  record DeadLetter(@Nullable String key, @Nullable String value) {
    static DeadLetter of(byte @Nullable [] key, byte @Nullable [] value) {
      return new DeadLetter(text(key), text(value));
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
      return bytes == null ? null : new String(bytes, ISO_8859_1);
    }
  }

  private record Known(Instant updatedAt, @Nullable Store store) {}

  private final Instant latest;
  private final Map<String, Known> stores = new HashMap<>();
  private final Map<String, Long> fates = new TreeMap<>();
  private final Map<DeadLetter, Long> deadLetters = new HashMap<>();

  /**
   * @param latest what is later is from the future
   */
  ExpectedFates(Instant latest) {
    this.latest = latest;
  }

  /** Takes in the event that is published next. */
  void add(ProducerRecord<byte[], byte[]> event) {
    String fate = fateOf(event);
    fates.merge(fate, 1L, Long::sum);
    if (fate.equals("dead-lettered")) {
      deadLetters.merge(DeadLetter.of(event.key(), event.value()), 1L, Long::sum);
    }
  }

  private String fateOf(ProducerRecord<byte[], byte[]> event) {
    if (event.value() != null && event.value().length > ParseProcessor.MAX_EVENT_BYTES) {
      return "dead-lettered";
    }
    try {
      StoreChange change = StoreChangeCodec.decode(event.key(), event.value(), event.timestamp());
      return change.updatedAt().isAfter(latest) ? "dead-lettered" : resolve(change);
    } catch (InvalidEventException e) {
      return "dead-lettered";
    }
  }

  private String resolve(StoreChange change) {
    Known known = stores.get(change.storeNumber());
    if (known != null && change.updatedAt().isBefore(known.updatedAt())) {
      return "stale";
    }
    Store store = change instanceof StoreChange.Upsert upsert ? upsert.store() : null;
    stores.put(change.storeNumber(), new Known(change.updatedAt(), store));
    return known != null && Objects.equals(known.store(), store) ? "duplicate" : "accepted";
  }

  /** Returns how many events come to each fate. */
  Map<String, Long> fates() {
    return fates;
  }

  /** Returns the dead letters, each with how often it is there. */
  Map<DeadLetter, Long> deadLetters() {
    return deadLetters;
  }

  /** Returns the stores in the end; one that is deleted as {@code null}. */
  Map<String, @Nullable Store> stores() {
    Map<String, @Nullable Store> contents = new HashMap<>();
    stores.forEach((storeNumber, known) -> contents.put(storeNumber, known.store()));
    return contents;
  }
}

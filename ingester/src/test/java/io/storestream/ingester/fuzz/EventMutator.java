package io.storestream.ingester.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Records of change events, more than half of them damaged in one way or several. Few stores, times
 * and contents, so that what is still valid is news, late or known in turn. The same seed gives the
 * same records. Not thread-safe.
 */
final class EventMutator {

  /** All events go here, so that their order is the one in which they are published. */
  private static final int PARTITION = 0;

  /** What a producer takes by default, less the rest of the record. */
  private static final int MAX_VALUE_BYTES = 1_000_000;

  private static final int STORES = 300;
  private static final Instant FIRST_TIME = Instant.parse("2017-02-01T00:00:00Z");
  private static final int EVENTS_PER_SECOND = 250;
  private static final int MAX_DELAY_SECONDS = 10;
  private static final List<String> NAMES = List.of("Side \\u0026 Co", "店");
  private static final List<String> CITIES = List.of("Bogotá", "#1 100%");

  /** A name and a raw value; a name may be there twice. */
  private record Member(String name, String value) {}

  private final Random random;
  private final String topic;
  private final List<Long> strangeTimestamps;
  private int made;

  /**
   * @param now around which strange timestamps lie
   */
  EventMutator(long seed, String topic, Instant now) {
    this.random = new Random(seed);
    this.topic = topic;
    this.strangeTimestamps =
        List.of(
            0L,
            1L,
            now.toEpochMilli(),
            now.plusSeconds(60).toEpochMilli(),
            now.plusSeconds(365L * 24 * 3600).toEpochMilli(),
            253_402_300_800_000L,
            Long.MAX_VALUE);
  }

  /** Returns the next record. */
  ProducerRecord<byte[], byte[]> next() {
    made++;
    String storeNumber = random.nextInt(STORES) + "-17";
    List<Member> event = new ArrayList<>();
    List<Member> store = new ArrayList<>();
    byte @Nullable [] key = storeNumber.getBytes(UTF_8);
    byte @Nullable [] value = null;
    long timestamp = time().toEpochMilli();
    int mutations = Math.max(0, random.nextInt(6) - 2);
    int kind = random.nextInt(20);
    if (kind > 1) {
      describe(event, store, storeNumber, kind);
      for (int i = 0; i < mutations; i++) {
        if (random.nextInt(3) > 0) {
          mutate(random.nextInt(3) > 0 && !store.isEmpty() ? store : event);
        }
      }
      value = json(event, store).getBytes(UTF_8);
    }
    for (int i = 0; i < mutations; i++) {
      switch (random.nextInt(8)) {
        case 0, 1 -> value = value == null ? null : ByteMutations.mutate(value, random);
        case 2 -> key = strangeKey(key);
        case 3 -> timestamp = strangeTimestamps.get(random.nextInt(strangeTimestamps.size()));
        default -> {}
      }
    }
    if (value != null && value.length > MAX_VALUE_BYTES) {
      value = new byte[0];
    }
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, PARTITION, timestamp, key, value);
    if (mutations > 0 && random.nextInt(4) == 0) {
      addStrangeHeaders(record.headers());
    }
    return record;
  }

  /** Fills in a valid event. */
  private void describe(List<Member> event, List<Member> store, String storeNumber, int kind) {
    boolean upsert = kind > 4;
    event.add(new Member("type", upsert ? "\"UPSERT\"" : "\"DELETE\""));
    event.add(new Member("storeNumber", '"' + storeNumber + '"'));
    if (kind < 4 || kind > 6) {
      event.add(new Member("updatedAt", '"' + time().toString() + '"'));
    }
    if (upsert) {
      store.add(new Member("storeName", '"' + oneOf(NAMES) + '"'));
      store.add(new Member("city", '"' + oneOf(CITIES) + '"'));
      store.add(new Member("state", "\"NE\""));
      store.add(new Member("country", "\"us\""));
      store.add(new Member("postcode", "\"681443957\""));
      store.add(new Member("latitude", "41.24"));
      store.add(new Member("longitude", "-96.10"));
    }
  }

  private void mutate(List<Member> members) {
    int index = random.nextInt(members.size());
    Member member = members.get(index);
    switch (random.nextInt(10)) {
      case 0 -> {
        if (members.size() > 1) {
          members.remove(index);
        }
      }
      case 1 -> members.add(member);
      case 2 -> members.add(index, new Member("unknown", StrangeValues.any(random)));
      case 3 ->
          members.set(index, new Member(member.name().toUpperCase(Locale.ROOT), member.value()));
      case 4, 5 -> {
        if (member.name().equals("updatedAt")) {
          members.set(index, new Member("updatedAt", StrangeValues.time(random)));
        }
      }
      default -> members.set(index, new Member(member.name(), StrangeValues.any(random)));
    }
  }

  private static String json(List<Member> event, List<Member> store) {
    List<Member> members = new ArrayList<>(event);
    if (!store.isEmpty()) {
      members.add(new Member("store", object(store)));
    }
    return object(members);
  }

  private static String object(List<Member> members) {
    return members.stream()
        .map(it -> '"' + it.name() + "\":" + it.value())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private byte @Nullable [] strangeKey(byte @Nullable [] key) {
    return switch (random.nextInt(5)) {
      case 0 -> null;
      case 1 -> new byte[0];
      case 2 -> "n".repeat(2_040 + random.nextInt(16)).getBytes(UTF_8);
      default -> key == null ? null : ByteMutations.mutate(key, random);
    };
  }

  private void addStrangeHeaders(Headers headers) {
    byte[] noise = new byte[random.nextInt(200)];
    random.nextBytes(noise);
    headers
        .add("", noise)
        .add("version", noise)
        .add("\u5e97\uD83D\uDE00", null)
        .add("__streams.errors.message", noise)
        .add("original-timestamp", null)
        .add("original-timestamp", noise);
  }

  /** Goes on slowly, but some are late. */
  private Instant time() {
    int second = made / EVENTS_PER_SECOND + MAX_DELAY_SECONDS;
    return FIRST_TIME.plusSeconds(second - random.nextInt(MAX_DELAY_SECONDS));
  }

  private String oneOf(List<String> texts) {
    return texts.get(random.nextInt(texts.size()));
  }
}

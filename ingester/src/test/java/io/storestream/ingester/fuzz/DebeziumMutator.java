package io.storestream.ingester.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records of Debezium's connectors in all forms, more than half of them damaged. Few stores, times
 * and contents. The same seed gives the same records. Not thread-safe.
 */
final class DebeziumMutator {

  private static final String SCHEMA =
      "{\"type\":\"struct\",\"fields\":[{\"type\":\"struct\",\"field\":\"after\",\"fields\":["
          + "{\"type\":\"string\",\"field\":\"store_number\"},"
          + "{\"type\":\"bytes\",\"name\":\"org.apache.kafka.connect.data.Decimal\","
          + "\"parameters\":{\"scale\":\"4\"},\"field\":\"longitude\"},"
          + "{\"type\":\"int32\",\"name\":\"io.debezium.time.Date\",\"field\":\"brand\"}]}]}";

  private static final List<String> OTHERS =
      List.of(
          "{\"ts_ms\":1}",
          "{\"status\":\"END\",\"id\":\"1\",\"event_count\":1,\"data_collections\":[]}",
          "{\"source\":{},\"databaseName\":\"a\",\"ddl\":\"\",\"tableChanges\":[]}",
          "{\"op\":\"m\",\"source\":{},\"message\":{}}");

  private final Random random;
  private final Instant start;
  private int made;

  /**
   * @param start of the times of changes
   */
  DebeziumMutator(long seed, Instant start) {
    this.random = new Random(seed);
    this.start = start;
  }

  /** Returns the next record. */
  TestRecord<byte[], byte[]> next() {
    made++;
    String number = '"' + Integer.toString(random.nextInt(50)) + '"';
    byte[] key = json(member("store_number", number)).getBytes(UTF_8);
    byte @Nullable [] value = null;
    if (random.nextInt(10) > 0) {
      value = value(number).getBytes(UTF_8);
    }
    if (random.nextInt(12) == 0) {
      key = ByteMutations.mutate(key, random);
    }
    if (value != null && random.nextInt(4) == 0) {
      value = ByteMutations.mutate(value, random);
    }
    return new TestRecord<>(key, value, new RecordHeaders(), start);
  }

  private String value(String number) {
    if (random.nextInt(20) == 0) {
      return OTHERS.get(random.nextInt(OTHERS.size()));
    }
    Map<String, String> row = row(number);
    Map<String, String> source = source();
    String op =
        List.of("\"c\"", "\"u\"", "\"u\"", "\"r\"", "\"d\"", "\"t\"").get(random.nextInt(6));
    if (random.nextInt(3) == 0) {
      source.forEach((name, value) -> row.put("__source_" + name, value));
      row.put("__op", op);
      row.put("__deleted", random.nextInt(5) == 0 ? "\"true\"" : "\"false\"");
      return json(damaged(row));
    }
    Map<String, String> change = new LinkedHashMap<>();
    String before = random.nextInt(3) == 0 ? json(damaged(row('"' + "moved" + '"'))) : "null";
    boolean isDelete = op.equals("\"d\"");
    change.put("before", isDelete && random.nextBoolean() ? json(row) : before);
    change.put("after", isDelete ? "null" : json(damaged(row)));
    change.put("source", json(damaged(source)));
    change.put("op", op);
    String payload = json(damaged(change));
    return random.nextBoolean()
        ? payload
        : "{\"schema\":%s,\"payload\":%s}".formatted(SCHEMA, payload);
  }

  private Map<String, String> row(String number) {
    Map<String, String> row = member("store_number", number);
    row.put("store_name", "\"name " + random.nextInt(2) + '"');
    row.put("country", "\"US\"");
    row.put("brand", random.nextBoolean() ? "17198" : "null");
    row.put(
        "longitude",
        List.of("\"8VUg\"", "-96.1", "{\"scale\":2,\"value\":\"EBw=\"}").get(random.nextInt(3)));
    row.put("city", random.nextInt(20) == 0 ? "\"__debezium_unavailable_value\"" : "\"a\"");
    return row;
  }

  private Map<String, String> source() {
    long millis = start.toEpochMilli() + made / 100 + random.nextInt(20);
    Map<String, String> source = member("ts_ms", Long.toString(millis));
    source.put("ts_ns", millis + "000000");
    source.put("name", "\"a\"");
    switch (random.nextInt(6)) {
      case 0 -> {
        source.put("file", "\"bin.000009\"");
        source.put("pos", Integer.toString(made));
      }
      case 1 -> source.put("commit_lsn", "\"00000027:00000758:%04x\"".formatted(made));
      case 2 -> source.put("scn", "\"" + made + '"');
      case 3 -> source.put("ord", Integer.toString(made));
      default -> {
        source.put("lsn", Integer.toString(made));
        source.put(
            "sequence",
            "\"[%s,\\\"%d\\\"]\""
                .formatted(random.nextInt(3) == 0 ? "null" : "\\\"" + made + "\\\"", made));
      }
    }
    return source;
  }

  /** Replaces or removes a member now and then. */
  private Map<String, String> damaged(Map<String, String> members) {
    if (random.nextInt(6) == 0) {
      String name = List.copyOf(members.keySet()).get(random.nextInt(members.size()));
      if (random.nextInt(4) == 0) {
        members.remove(name);
      } else {
        members.put(name, StrangeValues.any(random));
      }
    }
    return members;
  }

  private static Map<String, String> member(String name, String value) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put(name, value);
    return members;
  }

  private static String json(Map<String, String> members) {
    return members.entrySet().stream()
        .map(it -> "\"%s\":".formatted(it.getKey()) + it.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }
}

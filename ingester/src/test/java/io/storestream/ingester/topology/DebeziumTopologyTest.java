package io.storestream.ingester.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.kafka.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Records of Debezium's connectors in the production topology. Stores 1 and 2 are in different
 * partitions.
 */
class DebeziumTopologyTest {

  private static final Instant NOW = Instant.parse("2020-01-01T00:00:00Z");

  @TempDir private Path stateDir = Path.of("");

  @ParameterizedTest
  @ValueSource(ints = {DrivenTopology.PARTITIONS, DrivenTopology.PARTITIONS + 1})
  void shouldOrderChangesOfOneTimeByPosition(int topicPartitions) {
    try (DrivenTopology topology = new DrivenTopology(stateDir, NOW, topicPartitions)) {
      send(topology, upsert("u", "1", "second", 20), upsert("c", "1", "first", 10));
      send(topology, upsert("u", "1", "third", 30), upsert("u", "1", "second", 20));

      assertThat(stores(topology)).containsExactly("second", "third");
      assertThat(fates(topology))
          .isEqualTo(Map.of("accepted", 2L, "duplicate", 0L, "stale", 2L, "dead-lettered", 0L));
    }
  }

  /** Reads have the connector's time, at which a later change may have been made already. */
  @ParameterizedTest
  @ValueSource(ints = {DrivenTopology.PARTITIONS, DrivenTopology.PARTITIONS + 1})
  void shouldNeverLetASnapshotOverruleALaterChange(int topicPartitions) {
    try (DrivenTopology topology = new DrivenTopology(stateDir, NOW, topicPartitions)) {
      send(topology, at(NOW, "r", "1", "read", 10), at(NOW.minusSeconds(9), "u", "1", "new", 20));
      send(topology, at(NOW, "r", "1", "read", 10), at(NOW.plusSeconds(9), "r", "1", "late", 15));

      assertThat(stores(topology)).containsExactly("read", "new");
      assertThat(fates(topology))
          .isEqualTo(Map.of("accepted", 2L, "duplicate", 0L, "stale", 2L, "dead-lettered", 0L));
    }
  }

  @Test
  void shouldCloseAStoreWhenItsPrimaryKeyChanges() {
    try (DrivenTopology topology = new DrivenTopology(stateDir, NOW)) {
      send(topology, upsert("c", "1", "a", 10));

      send(topology, delete("1", 20), tombstone("1"), upsert("c", "2", "a", 20));

      assertThat(stores(topology)).containsExactly("a", "1 is deleted", "a");
      assertThat(count(topology, "storestream.records.without.change")).isEqualTo(1);
    }
  }

  /** The record of a tombstone has the time at which the connector sent it, not the database's. */
  @ParameterizedTest
  @ValueSource(ints = {DrivenTopology.PARTITIONS, DrivenTopology.PARTITIONS + 1})
  void shouldNotLetATombstoneHideALaterChange(int topicPartitions) {
    Instant time = NOW.minusSeconds(9);
    try (DrivenTopology topology = new DrivenTopology(stateDir, NOW, topicPartitions)) {
      send(topology, at(time, "c", "1", "a", 10), tombstone("1"), at(time, "c", "1", "b", 20));

      assertThat(stores(topology)).containsExactly("a", "1 is deleted", "b");

      // The second tombstone is as one behind a delete that an earlier process has read.
      send(topology, change("d", row("1", null), null, 30, time), tombstone("1"), tombstone("1"));
      send(topology, at(time, "c", "1", "c", 40));

      assertThat(stores(topology)).containsExactly("1 is deleted", "c");
    }
  }

  /** The number is no primary key, and one record says what it was and what it is. */
  @ParameterizedTest
  @ValueSource(ints = {DrivenTopology.PARTITIONS, DrivenTopology.PARTITIONS + 1})
  void shouldCloseAStoreWhenItsNumberChanges(int topicPartitions) {
    try (DrivenTopology topology = new DrivenTopology(stateDir, NOW, topicPartitions)) {
      // The last two changes are of one transaction, and so of one time.
      send(topology, upsert("c", "1", "a", 10), upsert("u", "1", "b", 20));

      send(topology, moved("1", "2", "b", 30));

      assertThat(stores(topology)).containsExactly("a", "b", "1 is deleted", "b");
      assertThat(fates(topology))
          .isEqualTo(Map.of("accepted", 4L, "duplicate", 0L, "stale", 0L, "dead-lettered", 0L));
    }
  }

  @Test
  void shouldDoNothingWhenRecordsAreReadAgain() {
    try (DrivenTopology topology = new DrivenTopology(stateDir, NOW)) {
      List<TestRecord<byte[], byte[]>> records =
          List.of(
              upsert("c", "1", "a", 10),
              moved("1", "2", "a", 20),
              upsert("c", "1", "b", 30),
              tombstone("1"),
              at(NOW.minusSeconds(9), "c", "1", "c", 35),
              delete("2", 40));
      records.forEach(it -> topology.changes().pipeInput(it));
      stores(topology);
      List<?> states = topology.all(ChangeProcessor.STORE_STATES);

      topology.readAgain(DrivenTopology.TOPIC_ID, NOW);
      records.forEach(it -> topology.changes().pipeInput(it));

      assertThat(stores(topology)).isEmpty();
      assertThat(topology.all(ChangeProcessor.STORE_STATES))
          .usingRecursiveComparison()
          .isEqualTo(states);
    }
  }

  @Test
  void shouldRefuseATruncateAndAnUnknownValue() {
    try (DrivenTopology topology = new DrivenTopology(stateDir, NOW)) {
      send(
          topology,
          change("t", null, null, 10, NOW),
          upsert("u", "1", "__debezium_unavailable_value", 20));

      assertThat(topology.output(Topics.deadLetterTopicOf(Topics.STORE_CHANGES)).readValuesToList())
          .hasSize(2);
      assertThat(fates(topology))
          .isEqualTo(Map.of("accepted", 0L, "duplicate", 0L, "stale", 0L, "dead-lettered", 2L));
    }
  }

  /** As the connector writes a change without schemas. */
  static TestRecord<byte[], byte[]> plain(String number, Instant time, String name) {
    return change("u", null, row(number, name), 10, time);
  }

  /** As the connector writes a change with schemas. */
  static TestRecord<byte[], byte[]> withSchema(String number, Instant time, String name) {
    return record(
        "{\"store_number\":\"%s\"}".formatted(number),
        ("{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"struct\",\"field\":\"after\","
                + "\"fields\":[{\"type\":\"string\",\"field\":\"store_number\"}]}]},\"payload\":%s}")
            .formatted(new String(plain(number, time, name).value(), UTF_8)));
  }

  /** As {@code ExtractNewRecordState} unwraps a change. */
  static TestRecord<byte[], byte[]> unwrapped(String number, Instant time, String name) {
    return record(
        "{\"store_number\":\"%s\"}".formatted(number),
        ("{\"store_number\":\"%s\",\"store_name\":\"%s\",\"country\":\"US\",\"__deleted\":\"false\","
                + "\"__op\":\"u\",\"__source_ts_ms\":%d,\"__source_lsn\":10}")
            .formatted(number, name, time.toEpochMilli()));
  }

  private static TestRecord<byte[], byte[]> upsert(
      String op, String number, String name, long position) {
    return at(NOW, op, number, name, position);
  }

  private static TestRecord<byte[], byte[]> at(
      Instant time, String op, String number, String name, long position) {
    return change(op, null, row(number, name), position, time);
  }

  private static TestRecord<byte[], byte[]> moved(
      String from, String to, String name, long position) {
    return change("u", row(from, name), row(to, name), position, NOW);
  }

  private static TestRecord<byte[], byte[]> delete(String number, long position) {
    return change("d", row(number, null), null, position, NOW);
  }

  private static TestRecord<byte[], byte[]> tombstone(String number) {
    return record("{\"store_number\":\"%s\"}".formatted(number), null);
  }

  private static TestRecord<byte[], byte[]> change(
      String op, @Nullable String before, @Nullable String after, long position, Instant time) {
    String row = after == null ? before : after;
    return record(
        row == null ? "{}" : row.substring(0, row.indexOf(',')) + "}",
        ("{\"before\":%s,\"after\":%s,\"source\":{\"connector\":\"postgresql\",\"name\":\"stores\","
                + "\"db\":\"a\",\"ts_ms\":%d,\"lsn\":%d},\"op\":\"%s\",\"ts_ms\":1}")
            .formatted(before, after, time.toEpochMilli(), position, op));
  }

  private static String row(String number, @Nullable String name) {
    return "{\"store_number\":\"%s\",\"store_name\":%s,\"country\":\"US\"}"
        .formatted(number, name == null ? "null" : '"' + name + '"');
  }

  private static TestRecord<byte[], byte[]> record(String key, @Nullable String value) {
    return new TestRecord<>(
        key.getBytes(UTF_8),
        value == null ? null : value.getBytes(UTF_8),
        new RecordHeaders(),
        NOW);
  }

  @SafeVarargs
  private static void send(DrivenTopology topology, TestRecord<byte[], byte[]>... records) {
    for (TestRecord<byte[], byte[]> record : records) {
      topology.changes().pipeInput(record);
    }
  }

  /** Returns the name of each store that was published, or that it was deleted. */
  private static List<String> stores(DrivenTopology topology) {
    return topology.output(Topics.STORES).readKeyValuesToList().stream()
        .map(
            it ->
                it.value == null
                    ? new String(it.key, UTF_8) + " is deleted"
                    : new String(it.value, UTF_8)
                        .replaceAll(".*\"storeName\":\"([^\"]*)\".*", "$1"))
        .toList();
  }

  private static Map<String, Long> fates(DrivenTopology topology) {
    return topology.registry().get("storestream.events").counters().stream()
        .collect(Collectors.toMap(it -> it.getId().getTag("fate"), it -> Math.round(it.count())));
  }

  private static double count(DrivenTopology topology, String name) {
    return topology.registry().get(name).counter().count();
  }
}

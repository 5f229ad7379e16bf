package io.storestream.ingester.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.formats.record.ChangeFormat;
import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of all formats in the production topology: the same change is the same in each. */
class RecordFormatsTest {

  private static final Instant NOW = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant LATE = NOW.minusSeconds(60);
  private static final String DEAD_LETTERS = Topics.deadLetterTopicOf(Topics.STORE_CHANGES);
  private static final String REPARTITION =
      InternalTopics.repartitionTopicOf(InternalTopics.DEFAULT_APPLICATION_ID);

  /** A store of partition 0, which the driver reads. */
  private static final String HERE = "1";

  /** A store of another partition. */
  private static final String ELSEWHERE = "2";

  @TempDir private Path stateDir = Path.of("");

  /** Makes a record of a change. */
  private interface Format {
    TestRecord<byte[], byte[]> record(String storeNumber, Instant time, String name);
  }

  static Stream<Format> formats() {
    return Stream.of(
        RecordFormatsTest::event,
        RecordFormatsTest::binary,
        RecordFormatsTest::structured,
        DebeziumTopologyTest::plain,
        DebeziumTopologyTest::withSchema,
        DebeziumTopologyTest::unwrapped);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void shouldWriteAChangeOnceHoweverItIsSent(Format first) {
    try (DrivenTopology topology = new DrivenTopology(stateDir, NOW)) {
      for (String store : List.of(HERE, ELSEWHERE)) {
        // given
        topology.changes().pipeInput(first.record(store, NOW, "Main St"));

        // when
        formats().forEach(it -> topology.changes().pipeInput(it.record(store, NOW, "Main St")));
        formats().forEach(it -> topology.changes().pipeInput(it.record(store, LATE, "Old St")));
      }

      // then
      assertThat(texts(topology, Topics.STORES))
          .containsExactly(
              "{\"storeNumber\":\"1\",\"storeName\":\"Main St\",\"country\":\"US\"}",
              "{\"storeNumber\":\"2\",\"storeName\":\"Main St\",\"country\":\"US\"}");
      assertThat(fates(topology))
          .isEqualTo(Map.of("accepted", 2L, "duplicate", 12L, "stale", 12L, "dead-lettered", 0L));
    }
  }

  @Test
  void shouldSendOurOwnEventThroughTheRepartitionTopic() {
    try (DrivenTopology topology = new DrivenTopology(stateDir, NOW)) {
      topology.changes().pipeInput(binary(ELSEWHERE, NOW, "Main St"));

      List<TestRecord<byte[], byte[]>> records = topology.output(REPARTITION).readRecordsToList();
      assertThat(records).hasSize(1);
      assertThat(text(records.get(0).key())).isEqualTo(ELSEWHERE);
      assertThat(text(records.get(0).value()))
          .isEqualTo(
              "{\"type\":\"UPSERT\",\"storeNumber\":\"2\","
                  + "\"updatedAt\":\"2020-01-01T00:00:00Z\","
                  + "\"store\":{\"storeName\":\"Main St\",\"country\":\"US\"}}");
      assertThat(names(records.get(0).headers())).containsExactly("__storestream.source");
    }
  }

  /** So that it can be published again as it was. */
  @ParameterizedTest
  @ValueSource(ints = {DrivenTopology.PARTITIONS, DrivenTopology.PARTITIONS + 1})
  void shouldKeepKeyValueAndHeadersOfADeadLetter(int topicPartitions) {
    try (DrivenTopology topology = new DrivenTopology(stateDir, NOW, topicPartitions)) {
      TestRecord<byte[], byte[]> record = binary(HERE, NOW.plusSeconds(3_600), "Main St");
      topology.changes().pipeInput(record);

      List<TestRecord<byte[], byte[]>> deadLetters =
          topology.output(DEAD_LETTERS).readRecordsToList();
      assertThat(deadLetters).hasSize(1);
      assertThat(deadLetters.get(0).key()).isEqualTo(record.key());
      assertThat(deadLetters.get(0).value()).isEqualTo(record.value());
      assertThat(names(deadLetters.get(0).headers())).containsAll(names(record.headers()));
    }
  }

  @Test
  void shouldRefuseRecordsOfOtherFormats() {
    try (DrivenTopology topology =
        new DrivenTopology(stateDir, NOW, it -> it.formats(Set.of(ChangeFormat.EVENT)))) {
      formats().forEach(it -> topology.changes().pipeInput(it.record(HERE, NOW, "Main St")));

      String cloudEvent =
          "the record seems to be a CloudEvent, and --formats is event: add cloudevents to it";
      String debezium =
          "the record seems to be a change of Debezium, and --formats is event: add debezium to it";
      assertThat(topology.output(DEAD_LETTERS).readRecordsToList())
          .extracting(it -> text(it.headers().lastHeader("__streams.errors.message").value()))
          .containsExactly(cloudEvent, cloudEvent, debezium, debezium, debezium);
      assertThat(fates(topology))
          .isEqualTo(Map.of("accepted", 1L, "duplicate", 0L, "stale", 0L, "dead-lettered", 5L));
    }
  }

  private static TestRecord<byte[], byte[]> event(String storeNumber, Instant time, String name) {
    return record(
        "{\"type\":\"UPSERT\",\"storeNumber\":\"%s\",\"updatedAt\":\"%s\",\"store\":%s}"
            .formatted(storeNumber, time, store(name)),
        new RecordHeaders());
  }

  private static TestRecord<byte[], byte[]> structured(
      String storeNumber, Instant time, String name) {
    return record(
        ("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/directory\","
                + "\"type\":\"store.updated\",\"subject\":\"%s\",\"time\":\"%s\",\"data\":%s}")
            .formatted(storeNumber, time, store(name)),
        new RecordHeaders());
  }

  private static TestRecord<byte[], byte[]> binary(String storeNumber, Instant time, String name) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("ce_specversion", bytes("1.0"));
    headers.add("ce_id", bytes("1"));
    headers.add("ce_source", bytes("/directory"));
    headers.add("ce_type", bytes("store.updated"));
    headers.add("ce_subject", bytes(storeNumber));
    headers.add("ce_time", bytes(time.toString()));
    return record(store(name), headers);
  }

  private static TestRecord<byte[], byte[]> record(String value, Headers headers) {
    return new TestRecord<>(bytes("any"), bytes(value), headers, NOW);
  }

  private static String store(String name) {
    return "{\"storeName\":\"%s\",\"country\":\"US\"}".formatted(name);
  }

  private static List<String> texts(DrivenTopology topology, String topic) {
    return topology.output(topic).readRecordsToList().stream().map(it -> text(it.value())).toList();
  }

  private static List<String> names(Headers headers) {
    return StreamSupport.stream(headers.spliterator(), false).map(it -> it.key()).toList();
  }

  private static Map<String, Long> fates(DrivenTopology topology) {
    return topology.registry().get("storestream.events").counters().stream()
        .collect(Collectors.toMap(it -> it.getId().getTag("fate"), it -> Math.round(it.count())));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "null" : new String(bytes, UTF_8);
  }
}

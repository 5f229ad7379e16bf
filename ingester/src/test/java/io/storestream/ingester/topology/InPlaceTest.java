package io.storestream.ingester.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storestream.fixtures.FakeDynamoDb;
import io.storestream.ingester.outbox.Outbox;
import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.StoresTopic;
import io.storestream.kafka.Topics;
import io.storestream.kafka.record.StoreVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;

/**
 * The two ways of an event through the production topology: it is resolved in place, or passes
 * through the repartition topic. The driver has partition 0 only.
 */
class InPlaceTest {

  private static final Instant NOW = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant FUTURE = NOW.plus(Duration.ofHours(1));
  private static final String DEAD_LETTERS = "store-changes-dlq";
  private static final String REPARTITION =
      InternalTopics.repartitionTopicOf(InternalTopics.DEFAULT_APPLICATION_ID);
  private static final String DELTAS =
      InternalTopics.locationDeltasTopicOf(InternalTopics.DEFAULT_APPLICATION_ID);
  private static final String STATES =
      InternalTopics.changelogTopicOf(
          InternalTopics.DEFAULT_APPLICATION_ID, InternalTopics.STORE_STATES);

  /** A store of partition 0. */
  private static final String HERE = "1";

  /** A store of partition 2. */
  private static final String ELSEWHERE = "2";

  /** Partitions of a change topic whose events all pass through the repartition topic. */
  private static final int OTHER_PARTITIONS = DrivenTopology.PARTITIONS + 1;

  @TempDir private Path stateDir = Path.of("");

  /** All that a topology makes of events. */
  private record Results(
      List<String> stores,
      List<String> deltas,
      List<String> deadLetters,
      Map<String, StoreVersion> versions,
      List<Integer> fates) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldGiveTheSameResultsOnBothWays(long seed) {
    // given
    List<TestRecord<byte[], byte[]>> events = events(new Random(seed));
    Results inPlace;
    Results repartitioned;

    // when
    try (DrivenTopology topology = new DrivenTopology(stateDir.resolve("a"), NOW)) {
      events.forEach(topology.changes()::pipeInput);
      List<String> moved = keys(topology, REPARTITION);
      assertThat(moved).isNotEmpty().noneMatch(it -> partitionOf(it) == 0);
      inPlace = results(topology);
    }
    try (DrivenTopology topology =
        new DrivenTopology(stateDir.resolve("b"), NOW, OTHER_PARTITIONS)) {
      events.forEach(topology.changes()::pipeInput);
      assertThat(keys(topology, REPARTITION)).hasSameSizeAs(events);
      repartitioned = results(topology);
    }

    // then
    assertThat(inPlace).isEqualTo(repartitioned);
    assertThat(inPlace.fates()).allMatch(it -> it > 10);
    assertThat(inPlace.deltas()).hasSizeGreaterThan(10);
    assertThat(inPlace.versions()).hasSize(21); // one is deleted by the key of its tombstones
  }

  /** The way depends on the store, not on the key of the record: two ways are two orders. */
  @Test
  void shouldLetAllEventsOfAStoreTakeOneWay() {
    try (DrivenTopology topology = new DrivenTopology(stateDir, NOW)) {
      List<String> keys = Arrays.asList(HERE, null, ELSEWHERE, "any", "x");
      for (String key : keys) {
        topology.changes().pipeInput(key(key), upsert(HERE, NOW, "by " + key));
        topology.changes().pipeInput(key(key), upsert(ELSEWHERE, NOW, "by " + key));
      }

      assertThat(keys(topology, REPARTITION))
          .containsExactly(ELSEWHERE, ELSEWHERE, ELSEWHERE, ELSEWHERE, ELSEWHERE);
      List<String> names = keys.stream().map(it -> "by " + it).toList();
      List<TestRecord<byte[], byte[]>> stores = topology.output(Topics.STORES).readRecordsToList();
      assertThat(namesOf(HERE, stores)).isEqualTo(names);
      assertThat(namesOf(ELSEWHERE, stores)).isEqualTo(names);
    }
  }

  @Test
  void shouldResolveADeadLetterOfNoStoreInPlace() {
    try (DrivenTopology topology = new DrivenTopology(stateDir, NOW)) {
      topology.changes().pipeInput(bytes(ELSEWHERE), bytes("no event"));
      topology.changes().pipeInput(bytes(ELSEWHERE), new byte[800_000]);

      assertThat(keys(topology, DEAD_LETTERS)).containsExactly(ELSEWHERE, ELSEWHERE);
      assertThat(keys(topology, REPARTITION)).isEmpty();
    }
  }

  /** It may be read again when its time has come, and is found to have been read there. */
  @Test
  void shouldResolveAnEventFromTheFutureWhereItsStoreIs() {
    try (DrivenTopology topology = new DrivenTopology(stateDir, NOW)) {
      topology.changes().pipeInput(null, upsert(HERE, FUTURE, "Main St"));
      topology.changes().pipeInput(null, upsert(ELSEWHERE, FUTURE, "Main St"));

      assertThat(topology.output(DEAD_LETTERS).readRecordsToList())
          .hasSize(2)
          .allMatch(it -> it.key() == null);
      assertThat(keys(topology, REPARTITION)).containsExactly(ELSEWHERE);
    }
  }

  /** Including a header of an internal name, as a copy of an internal topic has it. */
  @ParameterizedTest
  @ValueSource(ints = {DrivenTopology.PARTITIONS, OTHER_PARTITIONS})
  void shouldKeepKeyAndHeadersOfADeadLetter(int topicPartitions) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("trace", bytes("abc"));
    headers.add("__storestream.source", bytes("?"));
    headers.add("__storestream.dead-letter-key", bytes("?"));
    headers.add("trace", bytes("def"));
    try (DrivenTopology topology = new DrivenTopology(stateDir, NOW, topicPartitions)) {
      topology
          .changes()
          .pipeInput(new TestRecord<>(null, bytes("no event"), headers, NOW.minusMillis(1)));

      List<TestRecord<byte[], byte[]>> deadLetters =
          topology.output(DEAD_LETTERS).readRecordsToList();
      assertThat(deadLetters).hasSize(1);
      assertThat(deadLetters.get(0).key()).isNull();
      assertThat(deadLetters.get(0).value()).isEqualTo(bytes("no event"));
      assertThat(texts(deadLetters.get(0).headers()))
          .containsExactly(
              "trace=abc",
              "trace=def",
              "__streams.errors.exception=InvalidEvent",
              "__streams.errors.message=not JSON: Unrecognized token 'no': was expecting (JSON"
                  + " String, Number, Array, Object or token 'null', 'true' or 'false')",
              "__streams.errors.topic=store-changes",
              "__streams.errors.partition=0",
              "__streams.errors.offset=0",
              "original-timestamp=" + NOW.minusMillis(1).toEpochMilli());
    }
  }

  @Test
  void shouldLogAStateOnceThoughItsWriteIsAcknowledgedLater() throws InterruptedException {
    try (DrivenTopology topology = new DrivenTopology(stateDir, NOW)) {
      topology.changes().pipeInput(null, upsert(HERE, NOW, "Main St"));
      assertThat(logged(topology)).containsExactly("known");

      topology.storesTable().nextCall().succeed();
      awaitAcknowledged(topology, 1);

      assertThat(logged(topology)).isEmpty();
    }
  }

  @Test
  void shouldLogThatTheTableRejectedAContent() throws InterruptedException {
    try (DrivenTopology topology = new DrivenTopology(stateDir, NOW)) {
      topology.changes().pipeInput(null, upsert(HERE, NOW, "Main St"));
      assertThat(logged(topology)).containsExactly("known");

      topology
          .storesTable()
          .nextCall()
          .fail(FakeDynamoDb.error(BatchStatementErrorCodeEnum.VALIDATION_ERROR));
      awaitAcknowledged(topology, 1);

      assertThat(logged(topology)).containsExactly("unknown");
      assertThat(topology.<StoreState>all(ChangeProcessor.STORE_STATES))
          .as("what the next task would write again")
          .extracting(it -> it.value.lastWrite())
          .containsExactly((StoreState.LastWrite) null);
    }
  }

  private static void awaitAcknowledged(DrivenTopology topology, long sequence) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              topology.driver().advanceWallClockTime(Outbox.DRAIN_INTERVAL);
              return topology.applied().firstPending() == sequence + 1;
            });
  }

  /** Returns events of which each may be new, known, late, unusable or from the future. */
  private static List<TestRecord<byte[], byte[]>> events(Random random) {
    List<TestRecord<byte[], byte[]>> events = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      String storeNumber = Integer.toString(random.nextInt(20));
      Instant updatedAt = NOW.minusSeconds(random.nextInt(2_000 - i, 2_100 - i));
      Instant timestamp = NOW.minusMillis(random.nextInt(1_000));
      String key = Arrays.asList(storeNumber, null, "any").get(random.nextInt(3));
      byte[] value =
          switch (random.nextInt(12)) {
            case 0 -> bytes("no event of " + storeNumber);
            case 1 -> upsert(storeNumber, FUTURE, "Main St");
            case 2 -> bytes("{\"type\":\"DELETE\",\"storeNumber\":\"%s\"}".formatted(storeNumber));
            case 3 -> null; // a tombstone, if the key is a store number
            default -> upsert(storeNumber, updatedAt, "Main St " + random.nextInt(2));
          };
      RecordHeaders headers = new RecordHeaders();
      headers.add("trace", bytes(Integer.toString(i)));
      events.add(new TestRecord<>(key(key), value, headers, timestamp));
    }
    return events;
  }

  private static Results results(DrivenTopology topology) {
    Map<String, StoreVersion> versions = new TreeMap<>();
    topology.<StoreState>all(ChangeProcessor.STORE_STATES).stream()
        .filter(it -> it.key.charAt(0) != StoreVersion.OTHER_KEY)
        .forEach(it -> versions.put(it.key, it.value.version()));
    return new Results(
        texts(topology, Topics.STORES),
        texts(topology, DELTAS),
        texts(topology, DEAD_LETTERS),
        versions,
        topology.fates());
  }

  private static List<String> texts(DrivenTopology topology, String topic) {
    return topology.output(topic).readRecordsToList().stream()
        .map(
            it ->
                "%s %s %s %s"
                    .formatted(
                        text(it.key()), text(it.value()), texts(it.headers()), it.timestamp()))
        .toList();
  }

  private static List<String> texts(Headers headers) {
    return StreamSupport.stream(headers.spliterator(), false)
        .map(it -> it.key() + "=" + text(it.value()))
        .toList();
  }

  private static List<String> keys(DrivenTopology topology, String topic) {
    return topology.output(topic).readRecordsToList().stream().map(it -> text(it.key())).toList();
  }

  /** Returns what is new in the changelog of the states. */
  private static List<String> logged(DrivenTopology topology) {
    return topology.output(STATES).readRecordsToList().stream()
        .map(it -> StoreState.serde().deserializer().deserialize(STATES, it.value()))
        .map(it -> it.version().equals(it.version().withoutContent()) ? "unknown" : "known")
        .toList();
  }

  private static List<String> namesOf(String storeNumber, List<TestRecord<byte[], byte[]>> stores) {
    return stores.stream()
        .filter(it -> text(it.key()).equals(storeNumber))
        .map(it -> text(it.value()).replaceAll(".*\"storeName\":\"(.*)\",\"country\".*", "$1"))
        .toList();
  }

  private static int partitionOf(String key) {
    return StoresTopic.partitionOf(bytes(key), DrivenTopology.PARTITIONS);
  }

  private static byte[] upsert(String storeNumber, Instant updatedAt, String name) {
    return bytes(
        ("{\"type\":\"UPSERT\",\"storeNumber\":\"%s\",\"updatedAt\":\"%s\","
                + "\"store\":{\"storeName\":\"%s\",\"country\":\"US\"}}")
            .formatted(storeNumber, updatedAt, name));
  }

  private static byte @Nullable [] key(@Nullable String key) {
    return key == null ? null : bytes(key);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "null" : new String(bytes, UTF_8);
  }
}

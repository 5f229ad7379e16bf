package io.storestream.ingester.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.Topics;
import io.storestream.kafka.record.LocationDelta;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What records do that Kafka hands out a second time, as after the loss of the group's positions.
 */
class ReadAgainTest {

  private static final Instant NOW = Instant.parse("2020-01-01T00:00:00Z");
  private static final String T1 = "2017-02-01T00:00:01Z";
  private static final String T2 = "2017-02-01T00:00:02Z";
  private static final Uuid RESTORED = new Uuid(1, 1);

  private static final String BY_STORE_NUMBER =
      InternalTopics.repartitionTopicOf(InternalTopics.DEFAULT_APPLICATION_ID);
  private static final String DELTAS =
      InternalTopics.locationDeltasTopicOf(InternalTopics.DEFAULT_APPLICATION_ID);

  @TempDir private Path stateDir = Path.of("");

  private DrivenTopology topology;
  private TestOutputTopic<byte[], byte[]> read;
  private TestOutputTopic<byte[], byte[]> stores;
  private TestOutputTopic<byte[], byte[]> deltas;
  private TestOutputTopic<byte[], byte[]> deadLetters;
  private TestInputTopic<byte[], byte[]> again;

  @BeforeEach
  void startTopology() {
    topology = new DrivenTopology(stateDir, NOW);
    read = topology.output(BY_STORE_NUMBER);
    stores = topology.output(Topics.STORES);
    deltas = topology.output(DELTAS);
    deadLetters = topology.output("store-changes-dlq");
    again =
        topology
            .driver()
            .createInputTopic(
                BY_STORE_NUMBER, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterEach
  void stopTopology() {
    topology.close();
  }

  @Test
  void shouldGiveNoFurtherVersionToContentsOfOneTime() {
    send(upsert("17", T1, "Main St"));
    send(upsert("17", T1, "Side St"));
    stores.readRecordsToList();

    read.readRecordsToList().forEach(again::pipeInput);

    assertThat(stores.isEmpty()).isTrue();
    assertFates(2, 2, 0, 0);
  }

  @Test
  void shouldCountAChangeOnce() {
    send(upsert("17", T1, "Main St"));
    send("{\"type\":\"DELETE\",\"storeNumber\":\"17\",\"updatedAt\":\"" + T2 + "\"}");
    deltas.readRecordsToList();

    read.readRecordsToList().forEach(again::pipeInput);

    assertThat(deltas.isEmpty()).isTrue();
  }

  @Test
  void shouldMakeOneDeadLetterOfARecord() {
    send("no event");
    topology.changes().pipeInput("a key".getBytes(UTF_8), new byte[800_000]);
    assertThat(deadLetters.readRecordsToList()).hasSize(2);

    read.readRecordsToList().forEach(again::pipeInput);

    assertThat(deadLetters.isEmpty()).isTrue();
    assertFates(0, 2, 0, 2);
  }

  @Test
  void shouldKeepKeyAndHeadersOfADeadLetter() {
    topology.changes().pipeInput(null, "no event".getBytes(UTF_8));

    TestRecord<byte[], byte[]> deadLetter = deadLetters.readRecord();
    assertThat(deadLetter.key()).isNull();
    assertThat(names(deadLetter.headers()))
        .containsExactly(
            "__streams.errors.exception",
            "__streams.errors.message",
            "__streams.errors.topic",
            "__streams.errors.partition",
            "__streams.errors.offset",
            "original-timestamp");
  }

  /** A topic of the same name that was recreated begins at offset 0 too. */
  @Test
  void shouldReadTheSameOffsetOfAnotherTopic() {
    send(upsert("17", T1, "Main St"));
    TestRecord<byte[], byte[]> first = read.readRecord();

    again.pipeInput(
        new TestRecord<>(
            "18".getBytes(UTF_8),
            upsert("18", T1, "Main St").getBytes(UTF_8),
            InternalHeaders.ofEvent(first.headers(), new SourceOffset(RESTORED, 0, 0)),
            NOW));

    assertThat(stores.readRecordsToList()).hasSize(2);
  }

  /** What stood at the offset before is lost, as when a cluster was restored from a copy. */
  @Test
  void shouldTakeAnEventThatIsNewerThoughItsOffsetWasReadBefore() {
    send(upsert("17", T1, "Main St"));
    TestRecord<byte[], byte[]> first = read.readRecord();

    again.pipeInput(
        new TestRecord<>(
            first.key(), upsert("17", T2, "Side St").getBytes(UTF_8), first.headers(), NOW));
    again.pipeInput(
        new TestRecord<>(
            "18".getBytes(UTF_8),
            upsert("18", T1, "Main St").getBytes(UTF_8),
            first.headers(),
            NOW));

    assertThat(stores.readRecordsToList()).hasSize(3);
    assertFates(3, 0, 0, 0);
  }

  /** Its time has come when it is read again. */
  @Test
  void shouldNotApplyAnEventThatWasFromTheFuture() {
    send(upsert("17", T1, "Main St"));
    send(upsert("17", "2020-01-01T00:30:00Z", "Side St"));
    assertThat(deadLetters.readRecordsToList()).hasSize(1);
    List<TestRecord<byte[], byte[]>> records = read.readRecordsToList();
    stores.readRecordsToList();

    TestRecord<byte[], byte[]> future = records.get(1);
    // The partition to which the event goes when its time has come.
    assertThat(new String(future.key(), UTF_8)).isEqualTo("17");
    again.pipeInput(
        new TestRecord<>(
            "17".getBytes(UTF_8),
            future.value(),
            InternalHeaders.ofEvent(
                future.headers(), Objects.requireNonNull(InternalHeaders.source(future.headers()))),
            NOW));

    assertThat(stores.isEmpty()).isTrue();
    assertThat(deadLetters.isEmpty()).isTrue();
    assertFates(1, 1, 0, 1);
  }

  @Test
  void shouldNumberTheChangesThatAreCounted() {
    send(upsert("17", T1, "Main St")); // opens
    assertThat(countSequence("17")).isEqualTo(1);
    send(upsert("17", T2, "Side St")); // stays
    assertThat(countSequence("17")).isEqualTo(1);
    send(upsert("17", "2017-02-01T00:00:03Z", "Main St").replace("\"US\"", "\"CA\"")); // moves
    assertThat(countSequence("17")).isEqualTo(2);

    assertThat(deltas.readRecordsToList())
        .extracting(it -> LocationDelta.decode(it.value()).sequence())
        .containsExactly(1L, 2L, 2L);
  }

  private long countSequence(String storeNumber) {
    KeyValueStore<String, StoreState> states =
        topology.driver().getKeyValueStore(ChangeProcessor.STORE_STATES);
    return states.get(storeNumber).version().countSequence();
  }

  private void send(String event) {
    topology.changes().pipeInput("any".getBytes(UTF_8), event.getBytes(UTF_8));
  }

  private static String upsert(String storeNumber, String updatedAt, String name) {
    return ("{\"type\":\"UPSERT\",\"storeNumber\":\"%s\",\"updatedAt\":\"%s\","
            + "\"store\":{\"storeName\":\"%s\",\"country\":\"US\"}}")
        .formatted(storeNumber, updatedAt, name);
  }

  private static List<String> names(Headers headers) {
    return StreamSupport.stream(headers.spliterator(), false).map(it -> it.key()).toList();
  }

  private void assertFates(int accepted, int duplicate, int stale, int deadLettered) {
    assertThat(List.of(fate("accepted"), fate("duplicate"), fate("stale"), fate("dead-lettered")))
        .containsExactly(accepted, duplicate, stale, deadLettered);
  }

  private int fate(String fate) {
    return (int) topology.registry().get("storestream.events").tag("fate", fate).counter().count();
  }
}

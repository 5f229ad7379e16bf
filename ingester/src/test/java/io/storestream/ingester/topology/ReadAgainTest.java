package io.storestream.ingester.topology;

import static io.storestream.ingester.topology.DrivenTopology.upsert;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.Topics;
import io.storestream.kafka.record.LocationDelta;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What records do that Kafka delivers a second time, as after the loss of the group's positions:
 * resolved in place, and passed through the repartition topic.
 */
@ParameterizedClass(name = "a change topic of {0} partitions")
@ValueSource(ints = {DrivenTopology.PARTITIONS, DrivenTopology.PARTITIONS + 1})
class ReadAgainTest {

  private static final Instant NOW = Instant.parse("2020-01-01T00:00:00Z");
  private static final String T1 = "2017-02-01T00:00:01Z";
  private static final String T2 = "2017-02-01T00:00:02Z";
  private static final String T3 = "2017-02-01T00:00:03Z";
  private static final Uuid RESTORED = new Uuid(1, 1);

  /** Two stores that belong into partition 0, the only one of a driven topology. */
  private static final String A = "1";

  private static final String B = "5";

  private static final String BY_STORE_NUMBER =
      InternalTopics.repartitionTopicOf(InternalTopics.DEFAULT_APPLICATION_ID);
  private static final String DELTAS =
      InternalTopics.locationDeltasTopicOf(InternalTopics.DEFAULT_APPLICATION_ID);

  @Parameter private int topicPartitions;

  @TempDir private Path stateDir = Path.of("");

  private DrivenTopology topology;

  @BeforeEach
  void startTopology() {
    topology = new DrivenTopology(stateDir, NOW, topicPartitions);
  }

  @AfterEach
  void stopTopology() {
    topology.close();
  }

  @Test
  void shouldGiveNoFurtherVersionToContentsOfOneTime() {
    send(upsert(A, T1, "Main St"));
    send(upsert(A, T1, "Side St"));
    assertThat(read(Topics.STORES)).hasSize(2);

    readAgain();
    send(upsert(A, T1, "Main St"));
    send(upsert(A, T1, "Side St"));

    assertThat(read(Topics.STORES)).isEmpty();
    assertThat(topology.fates()).containsExactly(2, 2, 0, 0);
  }

  @Test
  void shouldCountAChangeOnce() {
    send(upsert(A, T1, "Main St"));
    send(delete(A, T2));
    assertThat(read(DELTAS)).hasSize(2);

    readAgain();
    send(upsert(A, T1, "Main St"));
    send(delete(A, T2));

    assertThat(read(DELTAS)).isEmpty();
    assertThat(topology.fates()).containsExactly(2, 2, 0, 0);
  }

  @Test
  void shouldMakeOneDeadLetterOfARecord() {
    send("no event");
    topology.changes().pipeInput("a key".getBytes(UTF_8), new byte[800_000]);
    assertThat(read("store-changes-dlq")).hasSize(2);

    readAgain();
    send("no event");
    topology.changes().pipeInput("a key".getBytes(UTF_8), new byte[800_000]);

    assertThat(read("store-changes-dlq")).isEmpty();
    assertThat(topology.fates()).containsExactly(0, 2, 0, 2);
  }

  /** A topic of the same name that was recreated begins at offset 0 too. */
  @Test
  void shouldReadTheSameOffsetOfAnotherTopic() {
    send(upsert(A, T1, "Main St"));
    assertThat(read(Topics.STORES)).hasSize(1);

    topology.readAgain(RESTORED, NOW);
    send("no event");
    send(upsert(B, T1, "Main St"));

    assertThat(read(Topics.STORES)).hasSize(1);
    assertThat(read("store-changes-dlq")).hasSize(1);
    assertThat(topology.fates()).containsExactly(2, 0, 0, 1);
  }

  /** What stood at the offset before is lost, as when a cluster was restored from a copy. */
  @Test
  void shouldTakeAnEventThatIsNewerThoughItsOffsetWasReadBefore() {
    send(upsert(A, T1, "Main St"));
    send(upsert(A, T2, "High St"));

    readAgain();
    send(upsert(A, T3, "Side St"));
    send(upsert(B, T1, "Main St"));

    assertThat(read(Topics.STORES))
        .extracting(it -> new String(it.key(), UTF_8))
        .containsExactly(A, B);
    assertThat(topology.fates()).containsExactly(4, 0, 0, 0);
  }

  /** Its time has come when it is read again. */
  @Test
  void shouldNotApplyAnEventThatWasFromTheFuture() {
    send(upsert(A, T1, "Main St"));
    send(upsert(A, "2020-01-01T00:30:00Z", "Side St"));
    assertThat(read(Topics.STORES)).hasSize(1);
    assertThat(read("store-changes-dlq")).hasSize(1);

    topology.readAgain(DrivenTopology.TOPIC_ID, NOW.plus(Duration.ofHours(1)));
    send(upsert(A, T1, "Main St"));
    send(upsert(A, "2020-01-01T00:30:00Z", "Side St"));

    assertThat(read(Topics.STORES)).isEmpty();
    assertThat(read("store-changes-dlq")).isEmpty();
    assertThat(topology.fates()).containsExactly(1, 2, 0, 1);
  }

  /** The positions in the repartition topic can be lost, too. */
  @Test
  void shouldDropARecordOfTheRepartitionTopicThatWasReadBefore() {
    String elsewhere = "2"; // passes through it in both cases
    send(upsert(elsewhere, T1, "Main St"));
    send(upsert(elsewhere, T1, "Side St"));
    send(upsert(elsewhere, "2020-01-01T00:30:00Z", "Side St"));
    List<TestRecord<byte[], byte[]>> records = read(BY_STORE_NUMBER);
    assertThat(records).hasSize(3);
    assertThat(read(Topics.STORES)).hasSize(2);
    assertThat(read("store-changes-dlq")).hasSize(1);

    TestInputTopic<byte[], byte[]> again =
        topology
            .driver()
            .createInputTopic(
                BY_STORE_NUMBER, new ByteArraySerializer(), new ByteArraySerializer());
    records.forEach(again::pipeInput);

    assertThat(read(Topics.STORES)).isEmpty();
    assertThat(read("store-changes-dlq")).isEmpty();
    assertThat(topology.fates()).containsExactly(2, 3, 0, 1);
  }

  @Test
  void shouldNumberTheChangesThatAreCounted() {
    send(upsert(A, T1, "Main St")); // opens
    assertThat(countSequence(A)).isEqualTo(1);
    send(upsert(A, T2, "Side St")); // stays
    assertThat(countSequence(A)).isEqualTo(1);
    send(upsert(A, T3, "Main St").replace("\"US\"", "\"CA\"")); // moves
    assertThat(countSequence(A)).isEqualTo(2);

    assertThat(read(DELTAS))
        .extracting(it -> LocationDelta.decode(it.value()).sequence())
        .containsExactly(1L, 2L, 2L);
  }

  private void readAgain() {
    topology.readAgain(DrivenTopology.TOPIC_ID, NOW);
  }

  private long countSequence(String storeNumber) {
    KeyValueStore<String, StoreState> states =
        topology.driver().getKeyValueStore(ChangeProcessor.STORE_STATES);
    return states.get(storeNumber).version().countSequence();
  }

  private List<TestRecord<byte[], byte[]>> read(String topic) {
    return topology.output(topic).readRecordsToList();
  }

  private void send(String event) {
    topology.changes().pipeInput("any".getBytes(UTF_8), event.getBytes(UTF_8));
  }

  private static String delete(String storeNumber, String updatedAt) {
    return "{\"type\":\"DELETE\",\"storeNumber\":\"%s\",\"updatedAt\":\"%s\"}"
        .formatted(storeNumber, updatedAt);
  }
}

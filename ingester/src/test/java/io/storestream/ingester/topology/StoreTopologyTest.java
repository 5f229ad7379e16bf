package io.storestream.ingester.topology;

import static io.storestream.ingester.topology.DrivenTopology.upsert;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.storestream.fixtures.FakeDynamoDb;
import io.storestream.ingester.outbox.Outbox;
import io.storestream.kafka.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of stores, in the production topology; time stands at {@link #NOW}. */
class StoreTopologyTest {

  private static final Instant NOW = Instant.parse("2020-01-01T00:00:00Z");
  private static final String T1 = "2017-02-01T00:00:01Z";
  private static final String T2 = "2017-02-01T00:00:02Z";
  private static final String T3 = "2017-02-01T00:00:03Z";
  private static final String V1 = "1485907201000000000000000";
  private static final String V1_REVISED = "1485907201000000000000001";
  private static final String V2 = "1485907202000000000000000";
  private static final String V3 = "1485907203000000000000000";

  @TempDir private Path stateDir = Path.of("");

  private DrivenTopology topology;
  private FakeDynamoDb dynamoDb;
  private SimpleMeterRegistry registry;
  private TopologyTestDriver driver;
  private TestInputTopic<byte[], byte[]> changes;
  private TestOutputTopic<byte[], byte[]> stores;
  private TestOutputTopic<byte[], byte[]> deadLetters;

  @BeforeEach
  void startTopology() {
    topology = new DrivenTopology(stateDir, NOW);
    dynamoDb = topology.storesTable();
    registry = topology.registry();
    driver = topology.driver();
    changes = topology.changes();
    stores = topology.output(Topics.STORES);
    deadLetters = topology.output("store-changes-dlq");
  }

  @AfterEach
  void stopTopology() {
    topology.close();
  }

  @Test
  void shouldWriteAndPublishANewStore() throws InterruptedException {
    send(upsert("17", T1, "Main St"));

    assertThat(dynamoDb.nextCall().states()).containsExactly("17@" + V1);
    assertThat(published())
        .containsExactly(
            "17 v" + V1 + " {\"storeNumber\":\"17\",\"storeName\":\"Main St\",\"country\":\"US\"}");
    assertThat(topology.pending()).containsExactly("17@" + V1);
    assertThat(topology.fates()).containsExactly(1, 0, 0, 0);
  }

  @Test
  void shouldKeepAStoreWithoutACoordinateThatIsNone() throws InterruptedException {
    send(
        "{\"type\":\"UPSERT\",\"storeNumber\":\"17\",\"updatedAt\":\"%s\",\"store\":{\"country\":\"US\",\"longitude\":\"96W\",\"latitude\":91}}"
            .formatted(T1));

    assertThat(dynamoDb.nextCall().states()).containsExactly("17@" + V1);
    assertThat(published())
        .containsExactly("17 v" + V1 + " {\"storeNumber\":\"17\",\"country\":\"US\"}");
    assertThat(deadLetters.isEmpty()).isTrue();
    assertThat(registry.get("storestream.coordinates.dropped").counter().count()).isEqualTo(2);
    assertThat(topology.fates()).containsExactly(1, 0, 0, 0);
  }

  @Test
  void shouldKeepAnEntryInTheOutboxUntilItIsAcknowledged() throws InterruptedException {
    send(upsert("17", T1, "Main St"));
    FakeDynamoDb.Call call = dynamoDb.nextCall();

    driver.advanceWallClockTime(Outbox.DRAIN_INTERVAL);
    assertThat(topology.pending()).containsExactly("17@" + V1);

    call.succeed();
    topology.awaitPending();
  }

  @Test
  void shouldKeepTheNewerEntryWhenAnOlderWriteIsAcknowledged() throws InterruptedException {
    send(upsert("17", T1, "Main St"));
    FakeDynamoDb.Call first = dynamoDb.nextCall();
    send(upsert("17", T2, "Side St"));
    first.succeed();

    FakeDynamoDb.Call second = dynamoDb.nextCall();
    assertThat(second.states()).containsExactly("17@" + V2);
    driver.advanceWallClockTime(Outbox.DRAIN_INTERVAL);
    assertThat(topology.pending()).containsExactly("17@" + V2);
    second.succeed();
    topology.awaitPending();
  }

  @Test
  void shouldNotWriteWhatIsKnown() throws InterruptedException {
    send(upsert("17", T2, "Main St")); // news
    FakeDynamoDb.Call first = dynamoDb.nextCall();
    assertThat(first.states()).containsExactly("17@" + V2);
    send(upsert("17", T2, "Main St")); // the same
    send(upsert("17", T3, "Main St")); // the same, and remembered as of T3
    send(upsert("17", T2, "Side St")); // so this is late
    send(upsert("17", T1, "Main St")); // and this

    send(upsert("18", T1, "Main St")); // another store, whose write comes next

    first.succeed();
    assertThat(dynamoDb.nextCall().states()).containsExactly("18@" + V1);
    assertThat(published()).hasSize(2);
    assertThat(topology.fates()).containsExactly(2, 2, 2, 0);
  }

  @Test
  void shouldLetTheLaterOfTwoContentsAtOneTimeWin() {
    send(upsert("17", T1, "Main St"));
    send(upsert("17", T1, "Side St"));

    assertThat(published())
        .containsExactly(
            "17 v" + V1 + " {\"storeNumber\":\"17\",\"storeName\":\"Main St\",\"country\":\"US\"}",
            "17 v"
                + V1_REVISED
                + " {\"storeNumber\":\"17\",\"storeName\":\"Side St\",\"country\":\"US\"}");
    assertThat(topology.fates()).containsExactly(2, 0, 0, 0);
  }

  @Test
  void shouldDeleteAndReopen() {
    send(upsert("17", T1, "Main St"));
    send("{\"type\":\"DELETE\",\"storeNumber\":\"17\",\"updatedAt\":\"" + T2 + "\"}");
    send(upsert("17", T1, "Side St")); // late
    send(upsert("17", T3, "Main St"));

    assertThat(published())
        .containsExactly(
            "17 v" + V1 + " {\"storeNumber\":\"17\",\"storeName\":\"Main St\",\"country\":\"US\"}",
            "17 v" + V2 + " null",
            "17 v" + V3 + " {\"storeNumber\":\"17\",\"storeName\":\"Main St\",\"country\":\"US\"}");
    assertThat(topology.fates()).containsExactly(3, 0, 1, 0);
  }

  @Test
  void shouldTakeARecordWithoutValueForADeleteAtItsTimestamp() throws InterruptedException {
    changes.pipeInput(new TestRecord<>("17".getBytes(UTF_8), null, Instant.parse(T1)));

    assertThat(published()).containsExactly("17 v" + V1 + " null");
    FakeDynamoDb.Call call = dynamoDb.nextCall();
    assertThat(call.items().get(0).keySet())
        .containsExactlyInAnyOrder("StoreNumber", "Version", "UpdatedAt", "ExpiresAt");
  }

  @Test
  void shouldKeepTheStoresApartWhateverTheKeyOfTheRecord() {
    changes.pipeInput(null, upsert("17", T1, "Main St").getBytes(UTF_8));
    changes.pipeInput("x".getBytes(UTF_8), upsert("18", T1, "Main St").getBytes(UTF_8));

    assertThat(topology.pending()).containsExactlyInAnyOrder("17@" + V1, "18@" + V1);
    assertThat(topology.fates()).containsExactly(2, 0, 0, 0);
  }

  private void send(String event) {
    changes.pipeInput("any".getBytes(UTF_8), event.getBytes(UTF_8));
  }

  private List<String> published() {
    return stores.readRecordsToList().stream()
        .map(
            it ->
                "%s v%s %s"
                    .formatted(
                        new String(it.key(), UTF_8),
                        new String(it.headers().lastHeader(Topics.VERSION_HEADER).value(), UTF_8),
                        text(it.value())))
        .toList();
  }

  private static String text(byte @Nullable [] value) {
    return value == null ? "null" : new String(value, UTF_8);
  }
}

package io.storestream.ingester.topology;

import static io.storestream.ingester.topology.DrivenTopology.upsert;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.storestream.fixtures.FakeDynamoDb;
import io.storestream.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;

/** Records that become dead letters, in the production topology; time stands at {@link #NOW}. */
class DeadLetterTopologyTest {

  private static final Instant NOW = Instant.parse("2020-01-01T00:00:00Z");
  private static final String T1 = "2017-02-01T00:00:01Z";
  private static final String V1_REVISED = "1485907201000000000000001";

  @TempDir private Path stateDir = Path.of("");

  private DrivenTopology topology;
  private FakeDynamoDb dynamoDb;
  private SimpleMeterRegistry registry;
  private TestInputTopic<byte[], byte[]> changes;
  private TestOutputTopic<byte[], byte[]> stores;
  private TestOutputTopic<byte[], byte[]> deadLetters;

  @BeforeEach
  void startTopology() {
    topology = new DrivenTopology(stateDir, NOW);
    dynamoDb = topology.storesTable();
    registry = topology.registry();
    changes = topology.changes();
    stores = topology.output(Topics.STORES);
    deadLetters = topology.output("store-changes-dlq");
  }

  @AfterEach
  void stopTopology() {
    topology.close();
  }

  @Test
  void shouldSendWhatIsNoEventToTheDeadLetterTopicAsItCame() {
    changes.pipeInput("key".getBytes(UTF_8), "store 17".getBytes(UTF_8));

    TestRecord<byte[], byte[]> deadLetter = deadLetters.readRecord();
    assertThat(deadLetter.key()).isEqualTo("key".getBytes(UTF_8));
    assertThat(deadLetter.value()).isEqualTo("store 17".getBytes(UTF_8));
    assertThat(headers(deadLetter.headers()))
        .containsExactly(
            "__streams.errors.exception=InvalidEvent",
            "__streams.errors.message=not JSON: Unrecognized token 'store': was expecting (JSON"
                + " String, Number, Array, Object or token 'null', 'true' or 'false')",
            "__streams.errors.topic=store-changes",
            "__streams.errors.partition=0",
            "__streams.errors.offset=0",
            "original-timestamp=" + NOW.toEpochMilli());
    assertThat(deadLetters.isEmpty()).isTrue();
    assertThat(stores.isEmpty()).isTrue();
    assertThat(topology.fates()).containsExactly(0, 0, 0, 1);
  }

  @Test
  void shouldNotTakeTheHeadersOfAnEarlierDeathForItsOwn() {
    RecordHeaders earlier = new RecordHeaders();
    earlier.add("trace", "abc".getBytes(UTF_8));
    earlier.add("__streams.errors.stacktrace", "at Main".getBytes(UTF_8));
    earlier.add("original-timestamp", "1".getBytes(UTF_8));
    earlier.add("original-value-bytes", "2097152".getBytes(UTF_8));
    changes.pipeInput(
        new TestRecord<>("key".getBytes(UTF_8), "store 17".getBytes(UTF_8), earlier, NOW));

    assertThat(headers(deadLetters.readRecord().headers()))
        .hasSize(7)
        .startsWith("trace=abc", "__streams.errors.exception=InvalidEvent")
        .endsWith("original-timestamp=" + NOW.toEpochMilli());
  }

  @Test
  void shouldNotBeStoppedByARecordThatIsEmpty() {
    changes.pipeInput(null, new byte[0]);
    changes.pipeInput(null, (byte[]) null);
    send(upsert("17", T1, "Main St"));

    assertThat(deadLetters.readRecordsToList()).hasSize(2);
    assertThat(stores.readRecordsToList()).hasSize(1);
    assertThat(topology.fates()).containsExactly(1, 0, 0, 2);
  }

  @Test
  void shouldRefuseAnEventFromTheFuture() {
    String inTime = NOW.plus(Duration.ofMinutes(5)).toString();
    String tooEarly = NOW.plus(Duration.ofMinutes(5)).plusMillis(1).toString();

    send(upsert("17", tooEarly, "Main St"));
    send(upsert("18", inTime, "Main St"));

    assertThat(headers(deadLetters.readRecord().headers()))
        .startsWith(
            "__streams.errors.exception=FutureEvent",
            "__streams.errors.message=updatedAt 2020-01-01T00:05:00.001Z is more than PT5M ahead of"
                + " the clock");
    assertThat(deadLetters.isEmpty()).isTrue();
    assertThat(topology.pending()).hasSize(1);
    assertThat(topology.fates()).containsExactly(1, 0, 0, 1);
    assertThat(deadLetters("FutureEvent")).isEqualTo(1);
    assertThat(deadLetters("InvalidEvent")).isZero();
  }

  @Test
  void shouldSendOnNoRecordThatABrokerRefusesAsFromTheFuture() {
    Instant latest = NOW.plus(Duration.ofMinutes(5));
    Instant future = Instant.ofEpochMilli(Long.MAX_VALUE);
    String untimed = "{\"type\":\"DELETE\",\"storeNumber\":\"18\"}";

    changes.pipeInput(new TestRecord<>(null, upsert("17", T1, "Main St").getBytes(UTF_8), future));
    changes.pipeInput(new TestRecord<>(null, untimed.getBytes(UTF_8), latest));
    changes.pipeInput(new TestRecord<>(null, untimed.getBytes(UTF_8), future));

    assertThat(stores.readRecordsToList().stream().map(TestRecord::getRecordTime))
        .containsExactly(NOW, NOW); // when they were accepted
    TestRecord<byte[], byte[]> deadLetter = deadLetters.readRecord();
    assertThat(deadLetter.getRecordTime()).isEqualTo(NOW);
    assertThat(headers(deadLetter.headers())).contains("original-timestamp=" + Long.MAX_VALUE);
    assertThat(deadLetters.isEmpty()).isTrue();
    assertThat(topology.fates()).containsExactly(2, 0, 0, 1);
  }

  @Test
  void shouldMoveWhatDynamoDbCanNeverTakeToTheDeadLetterTopic() throws InterruptedException {
    send(upsert("17", T1, "Main St"));
    dynamoDb.nextCall().fail(FakeDynamoDb.error(BatchStatementErrorCodeEnum.VALIDATION_ERROR));

    topology.awaitPending();
    TestRecord<byte[], byte[]> deadLetter = deadLetters.readRecord();
    assertThat(new String(deadLetter.value(), UTF_8)).isEqualTo(upsert("17", T1, "Main St"));
    assertThat(headers(deadLetter.headers()))
        .contains("__streams.errors.exception=RejectedWrite")
        .hasSize(3);
    assertThat(topology.fates())
        .containsExactly(1, 0, 0, 0); // it was accepted, and is counted once
    assertThat(deadLetters("RejectedWrite")).isEqualTo(1);
    assertThat(deadLetters.isEmpty()).isTrue();
  }

  @Test
  void shouldWriteARejectedStateAgainWhenItIsPublishedAgain() throws InterruptedException {
    send(upsert("17", T1, "Main St"));
    dynamoDb.nextCall().fail(FakeDynamoDb.error(BatchStatementErrorCodeEnum.VALIDATION_ERROR));
    topology.awaitPending();

    send(upsert("17", T1, "Main St"));

    assertThat(dynamoDb.nextCall().states()).containsExactly("17@" + V1_REVISED);
    assertThat(topology.fates()).containsExactly(2, 0, 0, 0);
  }

  @Test
  void shouldNotSendOnWhatInternalTopicsCannotTake() {
    byte[] large = new byte[ParseProcessor.MAX_EVENT_BYTES + 1];
    byte[] tooLarge = new byte[DrivenTopology.MAX_DEAD_LETTER_BYTES];
    changes.pipeInput(null, large);
    changes.pipeInput("key".getBytes(UTF_8), tooLarge);

    TestRecord<byte[], byte[]> first = deadLetters.readRecord();
    assertThat(first.value()).isEqualTo(large);
    assertThat(headers(first.headers()))
        .contains(
            "__streams.errors.exception=EventTooLarge",
            "__streams.errors.message=the record takes 786,433 bytes, more than 786,432");
    TestRecord<byte[], byte[]> second = deadLetters.readRecord();
    assertThat(second.key()).isEqualTo("key".getBytes(UTF_8));
    assertThat(second.value()).isNull();
    assertThat(headers(second.headers()))
        .contains(
            "__streams.errors.message=the record takes 2,097,155 bytes, more than 786,432; value"
                + " left out: too large",
            "__streams.errors.offset=1",
            "original-value-bytes=2097152");
    assertThat(topology.fates()).containsExactly(0, 0, 0, 2);
  }

  @Test
  void shouldLeaveOutAKeyThatTheDeadLetterTopicCannotTake() {
    changes.pipeInput(new byte[DrivenTopology.MAX_DEAD_LETTER_BYTES], new byte[] {'?'});

    TestRecord<byte[], byte[]> deadLetter = deadLetters.readRecord();
    assertThat(deadLetter.key()).isNull();
    assertThat(deadLetter.value()).isNull();
    assertThat(headers(deadLetter.headers()))
        .contains(
            "__streams.errors.message=the record takes 2,097,153 bytes, more than 786,432; key left"
                + " out: too large; value left out: too large",
            "__streams.errors.offset=0");
    assertThat(topology.fates()).containsExactly(0, 0, 0, 1);
  }

  @Test
  void shouldCountWhatManySmallHeadersTake() {
    RecordHeaders headers = new RecordHeaders();
    for (int i = 0; i < 80_000; i++) {
      headers.add("h", new byte[0]); // takes 3 bytes in a record, and may take 11
    }
    changes.pipeInput(new TestRecord<>(null, upsert("17", T1, "Main St").getBytes(UTF_8), headers));

    assertThat(headers(deadLetters.readRecord().headers()))
        .contains("__streams.errors.exception=EventTooLarge");
    assertThat(stores.isEmpty()).isTrue();
    assertThat(topology.fates()).containsExactly(0, 0, 0, 1);
  }

  private void send(String event) {
    changes.pipeInput("any".getBytes(UTF_8), event.getBytes(UTF_8));
  }

  private static List<String> headers(Headers headers) {
    return StreamSupport.stream(headers.spliterator(), false)
        .map(it -> it.key() + "=" + new String(it.value(), UTF_8))
        .toList();
  }

  private int deadLetters(String exception) {
    return (int)
        registry.get("storestream.dead.letters").tag("exception", exception).counter().count();
  }
}

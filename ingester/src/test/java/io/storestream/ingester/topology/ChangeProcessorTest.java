package io.storestream.ingester.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.storestream.dynamodb.writer.DynamoDbWriter;
import io.storestream.fixtures.FakeDynamoDb;
import io.storestream.ingester.IngestMetrics;
import io.storestream.ingester.outbox.TableWriters;
import io.storestream.kafka.record.StoreVersion;
import io.storestream.model.Fingerprint;
import io.storestream.model.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a task does with the states that another has left. */
class ChangeProcessorTest {

  private static final Version VERSION = Version.firstAt(Instant.EPOCH);

  private final FakeDynamoDb table = new FakeDynamoDb();
  private final DynamoDbWriter writer =
      DynamoDbWriter.ofStores(table, "table", 10, new SimpleMeterRegistry());
  private final DynamoDbWriter counts =
      DynamoDbWriter.ofCounts(table, "tableCounts", 10, Duration.ZERO, new SimpleMeterRegistry());
  private final MockProcessorContext<byte[], byte @Nullable []> context =
      new MockProcessorContext<>();
  private final ChangeProcessor processor =
      new ChangeProcessor(
          new TopologyOptions(
              Duration.ZERO,
              DrivenTopology.MAX_DEAD_LETTER_BYTES,
              null,
              true,
              Duration.ZERO,
              Duration.ZERO,
              0),
          new TableWriters(writer, counts),
          new IngestMetrics(new SimpleMeterRegistry()));

  private KeyValueStore<String, StoreState> states;

  @BeforeEach
  void start() {
    writer.start();
    context.setCurrentSystemTimeMs(0);
    states = addStore(ChangeProcessor.STORE_STATES, StoreState.serde());
    addStore(ChangeProcessor.APPLIED_CHANGES, Serdes.Long());
  }

  @AfterEach
  void stop() {
    processor.close();
    table.close();
    writer.close();
    counts.close();
  }

  @Test
  void shouldWriteWhatIsPendingAndNothingElse() throws InterruptedException {
    // given
    states.put("written", state("US##", 7, "written"));
    states.put("pending", state("US##", 8, "pending"));
    states.put("deleted", state(StoreVersion.NOWHERE, 6, null));
    states.put("to be deleted", state(StoreVersion.NOWHERE, 9, null));
    states.put("updated", state("US##", 10, "updated"));
    positions().setFirstPending(8);
    new StoreStates(states, 0).addFutureEvent(new SourceOffset(new Uuid(1, 2), 0, 0));

    // when
    processor.init(context);

    // then
    List<String> written = new ArrayList<>();
    while (written.size() < 3) {
      FakeDynamoDb.Call call = table.nextCall();
      written.addAll(call.texts());
      call.succeed();
    }
    assertThat(written)
        .containsExactlyInAnyOrder(
            "UPDATE pending@" + VERSION.number(),
            "UPDATE to be deleted@" + VERSION.number(),
            "UPDATE updated@" + VERSION.number());
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              context.scheduledPunctuators().get(0).getPunctuator().punctuate(0);
              return positions().firstPending() == 11;
            });
    assertThat(writer.written()).isEqualTo(3);
    assertThat(context.forwarded()).isEmpty();
  }

  @Test
  void shouldCountWhatIsNotCountedAndNothingElse() {
    // given
    states.put("counted", counted("US##", 7, "MX##"));
    states.put("counted long ago", counted("US##", 3, null));
    states.put("opened", counted("US##", 8, StoreVersion.NOWHERE));
    states.put("moved", counted("US##", 8, "CA##"));
    states.put("closed", counted(StoreVersion.NOWHERE, 8, "CA##"));
    states.put("moved and back", counted("CA##", 8, "CA##"));
    positions().setSentDeltas(7);
    new StoreStates(states, 0).addFutureEvent(new SourceOffset(new Uuid(1, 2), 0, 0));

    // when
    processor.init(context);
    assertThat(counts.pending()).isEqualTo(6);
    punctuate(Duration.ofSeconds(1));

    // then
    assertThat(context.forwarded())
        .map(it -> new String(it.record().value(), UTF_8))
        .map(it -> Set.of(it.split("\n", -1)))
        .containsExactlyInAnyOrder(
            Set.of("8 0", "2 US", "2 US#", "2 US##"), Set.of("8 0", "-2 CA", "-2 CA#", "-2 CA##"));
    assertThat(positions().sentDeltas()).isEqualTo(8);
    assertThat(counts.pending()).isEqualTo(6); // until they are committed
    punctuate(Duration.ofSeconds(2));
    assertThat(counts.pending()).isZero();
    assertThat(context.forwarded()).hasSize(2);
  }

  private void punctuate(Duration time) {
    context.setCurrentSystemTimeMs(time.toMillis());
    context.scheduledPunctuators().get(0).getPunctuator().punctuate(time.toMillis());
  }

  private AppliedChanges positions() {
    return new AppliedChanges(context.getStateStore(ChangeProcessor.APPLIED_CHANGES));
  }

  private static StoreState state(String city, long sequence, @Nullable String storeNumber) {
    String content =
        storeNumber == null
            ? ""
            : "{\"storeNumber\":\"%s\",\"country\":\"US\"}".formatted(storeNumber);
    return new StoreState(
        new StoreVersion(VERSION, new Fingerprint(1, 2), city, 3, null),
        null,
        new StoreState.LastWrite(sequence, VERSION, Instant.EPOCH, content.getBytes(UTF_8)));
  }

  private static StoreState counted(String city, long sequence, @Nullable String before) {
    return new StoreState(
        new StoreVersion(VERSION, new Fingerprint(1, 2), city, sequence, before), null, null);
  }

  private <T> KeyValueStore<String, T> addStore(String name, Serde<T> serde) {
    KeyValueStore<String, T> store =
        Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), serde)
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    context.addStateStore(store);
    return store;
  }
}

package io.storestream.ingester.counts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.storestream.dynamodb.writer.DynamoDbWriter;
import io.storestream.fixtures.FakeDynamoDb;
import io.storestream.ingester.IngestMetrics;
import io.storestream.kafka.record.LocationDelta;
import io.storestream.kafka.record.RunningCount;
import io.storestream.kafka.record.StateSerdes;
import io.storestream.model.Location;
import io.storestream.model.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a task that counts asks of Kafka Streams, which commits a driven topology at every step. */
class CountProcessorTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Version LATER_VERSION =
      Version.firstAt(Instant.parse("2100-01-01T00:00:00Z"));

  private final FakeDynamoDb table = new FakeDynamoDb();
  private final DynamoDbWriter writer =
      DynamoDbWriter.ofCounts(table, "tableCounts", 1, Duration.ZERO, new SimpleMeterRegistry());
  private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final CountProcessor processor =
      new CountProcessor(writer, new IngestMetrics(registry), 1_000);
  private long sequence;

  @BeforeEach
  void start() {
    writer.start();
    addStore(CountProcessor.LOCATION_COUNTS, StateSerdes.runningCount());
    context.setCurrentSystemTimeMs(Instant.parse("2020-01-01T00:00:00Z").toEpochMilli());
    processor.init(context);
  }

  @AfterEach
  void stop() {
    processor.close();
    table.close();
    writer.close();
  }

  @Test
  void shouldAskForACommitAtOnceWhenItOverrulesTheTable() throws InterruptedException {
    count("SG");

    table.nextCall().fail(FakeDynamoDb.holds(LATER_VERSION));

    drainUntil(context::committed);
  }

  @Test
  void shouldAskForNoCommitWhenTheTableHasTakenACount() throws InterruptedException {
    count("SG");

    table.nextCall().succeed();

    drainUntil(() -> !context.forwarded().isEmpty());
    assertThat(context.committed()).isFalse();
  }

  @Test
  void shouldApplyADeltaOnce() {
    LocationDelta first = new LocationDelta("0", 1, Map.of(Location.parse("SG"), 1L));
    LocationDelta second = new LocationDelta("0", 2, Map.of(Location.parse("SG"), 1L));

    process(first);
    process(second);
    process(first);
    process(second);
    process(LocationDelta.ofNoChange("0", 3, Location.parse("SG")));
    process(new LocationDelta("0", 3, Map.of(Location.parse("SG"), 1L)));

    assertThat(counted("SG")).isEqualTo(2);
    assertThat(registry.get("storestream.deltas.repeated").counter().count()).isEqualTo(3);
  }

  @Test
  void shouldTellSourcesAndCountriesApart() {
    process(new LocationDelta("0", 1, Map.of(Location.parse("SG"), 1L)));
    process(new LocationDelta("1", 1, Map.of(Location.parse("SG"), 1L)));
    process(new LocationDelta("0", 1, Map.of(Location.parse("MY"), 1L)));
    process(
        new LocationDelta(
            "repair-x", 1, Map.of(Location.parse("SG"), -3L, Location.parse("SG#"), 5L)));

    assertThat(counted("SG")).isEqualTo(-1);
    assertThat(counted("SG#")).isEqualTo(5);
    assertThat(counted("MY")).isEqualTo(1);
  }

  private long counted(String path) {
    KeyValueStore<String, RunningCount> counts =
        context.getStateStore(CountProcessor.LOCATION_COUNTS);
    return counts.get(path).count();
  }

  private void count(String country) {
    process(new LocationDelta("0", ++sequence, Map.of(Location.parse(country), 1L)));
  }

  private void process(LocationDelta delta) {
    processor.process(new Record<>(delta.key(), delta.encode(), 0));
  }

  private void drainUntil(BooleanSupplier condition) {
    await()
        .atMost(TIMEOUT)
        .until(
            () -> {
              context.scheduledPunctuators().get(0).getPunctuator().punctuate(0);
              return condition.getAsBoolean();
            });
  }

  private <T> void addStore(String name, Serde<T> serde) {
    KeyValueStore<String, T> store =
        Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), serde)
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    context.addStateStore(store);
  }
}

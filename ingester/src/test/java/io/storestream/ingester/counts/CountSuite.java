package io.storestream.ingester.counts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.storestream.dynamodb.request.ItemWrite;
import io.storestream.ingester.outbox.Outbox;
import io.storestream.ingester.topology.DrivenTopology;
import io.storestream.kafka.Topics;
import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Changes of stores in the production topology; time stands but for {@link #pass}. */
abstract class CountSuite {

  static final Instant NOW = Instant.parse("2020-01-01T00:00:00Z");

  @TempDir Path stateDir = Path.of("");

  DrivenTopology topology;
  private TestInputTopic<byte[], byte[]> changes;
  TestOutputTopic<byte[], byte[]> counts;
  Instant now = NOW;
  int second;

  @BeforeEach
  void startTopology() {
    use(new DrivenTopology(stateDir, NOW));
  }

  @AfterEach
  void stopTopology() {
    topology.close();
  }

  final void use(DrivenTopology another) {
    topology = another;
    changes = topology.changes();
    counts = topology.output(Topics.LOCATION_COUNTS);
  }

  /** Lets the table take everything. */
  void writeAll() {
    await()
        .until(
            () -> {
              while (topology.countsTable().callsLeft() > 0) {
                topology.countsTable().nextCall().succeed();
              }
              pass(Outbox.DRAIN_INTERVAL);
              return outbox().isEmpty();
            });
  }

  void pass(Duration time) {
    now = now.plus(time);
    topology.driver().advanceWallClockTime(time);
  }

  Map<String, LocationCount> outbox() {
    CountState state =
        new CountState(topology.driver().getKeyValueStore(CountProcessor.LOCATION_COUNTS), 0);
    return state.load(now).stream()
        .map(it -> ((ItemWrite.CountItem) it.write()).count())
        .collect(Collectors.toMap(it -> it.location().path(), Function.identity()));
  }

  void upsert(String storeNumber, String country, @Nullable String state, @Nullable String city) {
    upsert(storeNumber, country, state, city, null, null);
  }

  void upsert(
      String storeNumber,
      String country,
      @Nullable String state,
      @Nullable String city,
      @Nullable String latitude,
      @Nullable String longitude) {
    send(
        "{\"type\":\"UPSERT\",\"storeNumber\":\"%s\",\"updatedAt\":\"%s\",\"store\":{\"country\":\"%s\"%s%s%s%s}}"
            .formatted(
                storeNumber,
                NOW.minusSeconds(10_000).plusSeconds(second++),
                country,
                state == null ? "" : ",\"state\":\"" + state + "\"",
                city == null ? "" : ",\"city\":\"" + city + "\"",
                latitude == null ? "" : ",\"latitude\":" + latitude,
                longitude == null ? "" : ",\"longitude\":" + longitude));
  }

  void delete(String storeNumber) {
    send(
        "{\"type\":\"DELETE\",\"storeNumber\":\"%s\",\"updatedAt\":\"%s\"}"
            .formatted(storeNumber, NOW.minusSeconds(10_000).plusSeconds(second++)));
  }

  private void send(String event) {
    changes.pipeInput("any".getBytes(UTF_8), Objects.requireNonNull(event).getBytes(UTF_8));
  }

  static Location location(String... names) {
    return new Location(List.of(names));
  }
}

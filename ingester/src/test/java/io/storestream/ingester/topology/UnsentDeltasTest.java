package io.storestream.ingester.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.storestream.dynamodb.writer.DynamoDbWriter;
import io.storestream.fixtures.FakeDynamoDb;
import io.storestream.ingester.memory.OpenStore;
import io.storestream.kafka.record.LocationDelta;
import io.storestream.kafka.record.StoreVersion;
import io.storestream.model.Fingerprint;
import io.storestream.model.Location;
import io.storestream.model.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnsentDeltasTest {

  private static final Instant NOW = Instant.parse("2020-01-01T00:00:00Z");

  private final FakeDynamoDb table = new FakeDynamoDb();
  private final DynamoDbWriter counts =
      DynamoDbWriter.ofCounts(table, "tableCounts", 1, Duration.ZERO, new SimpleMeterRegistry());
  private final UnsentDeltas unsent =
      new UnsentDeltas(
          new AppliedChanges(OpenStore.of(Serdes.Long())),
          "3",
          counts.openSession(),
          new TopologyOptions(
              Duration.ZERO, 1, null, true, Duration.ofSeconds(1), Duration.ofMillis(100), 0));

  @AfterEach
  void close() {
    unsent.close();
    counts.close();
    table.close();
  }

  @Test
  void shouldNameTheLocationsThatCountAStoreUntilItsDeltaIsSent() {
    StoreVersion opened =
        unsent.count(
            null, StoreVersion.uncounted(Version.firstAt(NOW), Fingerprint.UNKNOWN, "US##"));
    assertThat(opened).isEqualTo(version("US##", 1).countedBy(1, StoreVersion.NOWHERE));
    StoreVersion moved = unsent.count(opened, next(opened, "CA##"));
    assertThat(moved).isEqualTo(version("CA##", 1).countedBy(1, StoreVersion.NOWHERE));

    assertThat(send(NOW))
        .containsExactly(
            LocationDelta.ofNoChange("3", 1, Location.parse("US")),
            new LocationDelta(
                "3",
                1,
                Map.of(
                    Location.parse("CA"),
                    1L,
                    Location.parse("CA#"),
                    1L,
                    Location.parse("CA##"),
                    1L)));

    StoreVersion stayed = unsent.count(moved, next(moved, "CA##"));
    assertThat(stayed).isEqualTo(version("CA##", 1));
    assertThat(unsent.count(stayed, next(stayed, "US##")))
        .isEqualTo(version("US##", 2).countedBy(2, "CA##"));
    assertThat(unsent.count(moved, next(moved, StoreVersion.NOWHERE)))
        .isEqualTo(version(StoreVersion.NOWHERE, 2).countedBy(2, "CA##"));
  }

  @Test
  void shouldAnnounceTheCountsUntilTheirDeltasAreCommitted() {
    unsent.count(null, version("US##", 0));
    send(NOW);
    assertThat(counts.announced()).isZero(); // sent in the transaction of the event

    unsent.count(null, version("US##", 0));
    send(NOW.plusMillis(1));
    assertThat(counts.announced()).isEqualTo(3);
    assertThat(send(NOW.plusSeconds(1))).hasSize(1);
    assertThat(counts.announced()).isEqualTo(3);

    send(NOW.plusSeconds(1).plusMillis(201));
    assertThat(counts.announced()).isZero();
  }

  private List<LocationDelta> send(Instant now) {
    List<LocationDelta> sent = new ArrayList<>();
    unsent.sendIfDue(now, sent::add);
    return sent;
  }

  private static StoreVersion next(StoreVersion known, String locations) {
    return known.next(known.version(), known.content(), locations);
  }

  private static StoreVersion version(String locations, long sequence) {
    return new StoreVersion(Version.firstAt(NOW), Fingerprint.UNKNOWN, locations, sequence, null);
  }
}

package io.storestream.ingester.counts;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.ingester.topology.DrivenTopology;
import io.storestream.kafka.Topics;
import io.storestream.kafka.record.CountRecords;
import io.storestream.kafka.record.InvalidRecordException;
import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.model.geo.Cell;
import io.storestream.model.geo.GeoPoint;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How stores are counted. */
class CountTopologyTest extends CountSuite {

  /** Of which some are in one larger cell, of any size. */
  private static final List<String> CELLS =
      List.of("9z7dr", "9z7dx", "9z7e0", "9z000", "9q8yy", "w21z7", "zzzzz", "00000");

  @Test
  void shouldCountANewStoreAtEachLevel() throws InvalidRecordException {
    upsert("1", "us", "ne", "Omaha");

    assertThat(counted())
        .isEqualTo(
            Map.of(
                location("US"), 1L, location("US", "NE"), 1L, location("US", "NE", "OMAHA"), 1L));
  }

  @Test
  void shouldCountNothingTwice() throws InvalidRecordException {
    upsert("1", "US", "NE", "Omaha");
    upsert("1", "US", "NE", "Omaha"); // a duplicate
    upsert("1", "US", "NE", " OMAHA "); // other content, the same location
    second -= 10;
    upsert("1", "US", "CO", "Denver"); // stale
    delete("2"); // never was

    assertThat(counted())
        .isEqualTo(
            Map.of(
                location("US"), 1L, location("US", "NE"), 1L, location("US", "NE", "OMAHA"), 1L));
  }

  @Test
  void shouldFollowAStoreThatMovesClosesAndOpensAgain() throws InvalidRecordException {
    upsert("1", "US", "NE", "Omaha");
    upsert("2", "US", "NE", "Omaha");
    upsert("1", "CA", "ON", "Toronto");
    delete("2");
    delete("1");
    upsert("2", "US", "NE", "Lincoln");

    assertThat(counted())
        .isEqualTo(
            Map.of(
                location("US"), 1L,
                location("US", "NE"), 1L,
                location("US", "NE", "OMAHA"), 0L,
                location("US", "NE", "LINCOLN"), 1L,
                location("CA"), 0L,
                location("CA", "ON"), 0L,
                location("CA", "ON", "TORONTO"), 0L));
  }

  @Test
  void shouldCountStoresWithoutAStateOrACity() throws InvalidRecordException {
    upsert("1", "SG", null, null);

    assertThat(counted())
        .isEqualTo(Map.of(location("SG"), 1L, location("SG", ""), 1L, location("SG", "", ""), 1L));
  }

  @Test
  void shouldCountAStoreWithCoordinatesInEachCell() throws InvalidRecordException {
    upsert("1", "SG", null, null, "1.29", "103.85");

    assertThat(counted())
        .isEqualTo(
            Map.of(
                location("SG"), 1L,
                location("SG", ""), 1L,
                location("SG", "", ""), 1L,
                Location.cell("w"), 1L,
                Location.cell("w2"), 1L,
                Location.cell("w21"), 1L,
                Location.cell("w21z"), 1L,
                Location.cell("w21z7"), 1L));
  }

  @Test
  void shouldCountNoCellsIfToldSo() throws InvalidRecordException {
    topology.close();
    use(new DrivenTopology(stateDir, NOW, it -> it.geo(false)));

    upsert("1", "SG", null, null, "1.29", "103.85");

    assertThat(counted())
        .isEqualTo(Map.of(location("SG"), 1L, location("SG", ""), 1L, location("SG", "", ""), 1L));
  }

  /** Of both hierarchies, after stores have opened, moved and closed. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1000})
  void shouldEndWithWhatAnIndependentCountSays(long deltaInterval) throws InvalidRecordException {
    topology.close();
    use(new DrivenTopology(stateDir, NOW, Duration.ofMillis(deltaInterval)));
    Random random = new Random(17);
    Map<String, List<Location>> lowest = new HashMap<>();
    for (int i = 0; i < 2_000; i++) {
      pass(Duration.ofMillis(random.nextInt(20)));
      String storeNumber = Integer.toString(random.nextInt(40));
      if (random.nextInt(5) == 0) {
        delete(storeNumber);
        lowest.remove(storeNumber);
      } else {
        String country = "C" + random.nextInt(3);
        String state = "S" + random.nextInt(3);
        String city = "T" + random.nextInt(3);
        String cell = random.nextInt(5) == 0 ? null : CELLS.get(random.nextInt(CELLS.size()));
        GeoPoint center = cell == null ? null : new Cell(cell).box().center();
        upsert(
            storeNumber,
            country,
            state,
            city,
            center == null ? null : Double.toString(center.latitude()),
            center == null ? null : Double.toString(center.longitude()));
        lowest.put(
            storeNumber,
            Stream.concat(
                    Stream.of(location(country, state, city)),
                    Stream.ofNullable(cell).map(Location::cell))
                .toList());
      }
    }

    Map<Location, Long> expected = new HashMap<>();
    lowest.values().stream()
        .flatMap(List::stream)
        .flatMap(it -> it.lineage().stream())
        .forEach(it -> expected.merge(it, 1L, Long::sum));
    pass(Duration.ofMillis(deltaInterval));
    Map<Location, Long> actual = counted();
    actual.values().removeIf(count -> count == 0);
    assertThat(actual).isEqualTo(expected);
  }

  private static LocationCount decode(TestRecord<byte[], byte[]> record)
      throws InvalidRecordException {
    return CountRecords.decode(
        new ConsumerRecord<>(
            Topics.LOCATION_COUNTS,
            0,
            0,
            record.timestamp(),
            TimestampType.CREATE_TIME,
            record.key().length,
            record.value().length,
            record.key(),
            record.value(),
            record.headers(),
            Optional.empty()));
  }

  /** Lets the table take everything, and returns the last count of each location in the topic. */
  private Map<Location, Long> counted() throws InvalidRecordException {
    writeAll();
    Map<Location, LocationCount> last = new HashMap<>();
    for (TestRecord<byte[], byte[]> record : counts.readRecordsToList()) {
      LocationCount count = decode(record);
      LocationCount before = last.put(count.location(), count);
      // A newer count is published again when it is written.
      assertThat(before == null || before.version().compareTo(count.version()) <= 0).isTrue();
    }
    Map<Location, Long> result = new HashMap<>();
    last.forEach((location, count) -> result.put(location, count.count()));
    return result;
  }
}

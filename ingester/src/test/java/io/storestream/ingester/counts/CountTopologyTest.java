package io.storestream.ingester.counts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storestream.dynamodb.item.CountItems;
import io.storestream.dynamodb.request.ItemWrite;
import io.storestream.fixtures.FakeDynamoDb;
import io.storestream.ingester.outbox.Outbox;
import io.storestream.ingester.topology.DrivenTopology;
import io.storestream.kafka.Topics;
import io.storestream.kafka.record.CountRecords;
import io.storestream.kafka.record.InvalidRecordException;
import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.model.Version;
import io.storestream.model.geo.Cell;
import io.storestream.model.geo.GeoPoint;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How stores are counted, by the production topology; time stands but for {@link #pass}. */
class CountTopologyTest {

  private static final Instant NOW = Instant.parse("2020-01-01T00:00:00Z");
  private static final Version V = Version.firstAt(NOW);

  /** A version of a clock that is an hour ahead. */
  private static final Version AHEAD = Version.firstAt(NOW.plus(Duration.ofHours(1)));

  /** Of which some are in one larger cell, of any size. */
  private static final List<String> CELLS =
      List.of("9z7dr", "9z7dx", "9z7e0", "9z000", "9q8yy", "w21z7", "zzzzz", "00000");

  @TempDir private Path stateDir = Path.of("");

  private DrivenTopology topology;
  private TestInputTopic<byte[], byte[]> changes;
  private TestOutputTopic<byte[], byte[]> counts;
  private Instant now = NOW;
  private int second;

  @BeforeEach
  void startTopology() {
    topology = new DrivenTopology(stateDir, NOW);
    changes = topology.changes();
    counts = topology.output(Topics.LOCATION_COUNTS);
  }

  @AfterEach
  void stopTopology() {
    topology.close();
  }

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
    topology = new DrivenTopology(stateDir, NOW, it -> it.geo(false));
    changes = topology.changes();
    counts = topology.output(Topics.LOCATION_COUNTS);

    upsert("1", "SG", null, null, "1.29", "103.85");

    assertThat(counted())
        .isEqualTo(Map.of(location("SG"), 1L, location("SG", ""), 1L, location("SG", "", ""), 1L));
  }

  @Test
  void shouldGiveEachCountAVersionOfItsOwnThoughTheClockStands() {
    upsert("1", "SG", null, null);
    assertThat(outbox().values())
        .containsExactlyInAnyOrder(
            new LocationCount(location("SG"), 1, V),
            new LocationCount(location("SG", ""), 1, V),
            new LocationCount(location("SG", "", ""), 1, V));

    upsert("2", "SG", null, null);

    assertThat(outbox()).containsEntry("SG", countOfSingapore(V.next(), 2));
  }

  @Test
  void shouldPublishACountOnceTheTableHasIt() throws InterruptedException {
    upsert("1", "SG", null, null);
    FakeDynamoDb.Call first = nextCallOf("SG"); // and perhaps the state and the city
    assertThat(counts.isEmpty()).isTrue();

    first.succeed();
    awaitOutbox(3 - first.keys().size());

    TestRecord<byte[], byte[]> record = counts.readRecord();
    assertThat(new String(record.key(), UTF_8)).isEqualTo("SG");
    assertThat(new String(record.value(), UTF_8)).isEqualTo("{\"country\":\"SG\",\"count\":1}");
    assertThat(new String(record.headers().lastHeader("version").value(), UTF_8))
        .isEqualTo(V.number().toString());
    assertThat(counts.readRecordsToList()).hasSize(first.keys().size() - 1);

    writeAll();
    assertThat(counts.readRecordsToList()).hasSize(3 - first.keys().size());
  }

  /** Else a location that never rests would never be in the topic. */
  @Test
  void shouldAlsoPublishANewerCountThanTheAcknowledgedOne() throws InterruptedException {
    upsert("1", "SG", null, null);
    for (int stores = 1; stores < 5; stores++) {
      FakeDynamoDb.Call before = nextCallOf("SG");
      upsert("+" + stores, "SG", null, null);
      LocationCount overtaking = pending("SG");
      before.succeed();

      List<String> published = new ArrayList<>();
      drainUntil(
          () -> {
            published.addAll(publishedOf("SG"));
            return !published.isEmpty();
          });

      assertThat(published)
          .containsExactly("{\"country\":\"SG\",\"count\":%d}".formatted(stores + 1));
      assertThat(pending("SG")).isEqualTo(overtaking);
    }
  }

  /** The clock that it was written by was ahead; all that is known now is in this count. */
  @Test
  void shouldNotLeaveACountOfALaterVersionInTheTable() throws InterruptedException {
    upsert("1", "SG", null, null);

    nextCallOf("SG").answer(Map.of("SG", FakeDynamoDb.holds(AHEAD)));
    drainUntil(() -> pending("SG").equals(countOfSingapore(AHEAD.next(), 1)));

    FakeDynamoDb.Call again = nextCallOf("SG");
    assertThat(country(again)).isEqualTo("SG=1@" + AHEAD.next().number());
    assertThat(publishedOf("SG")).isEmpty();
    upsert("2", "SG", null, null); // counts on from there
    assertThat(pending("SG")).isEqualTo(countOfSingapore(AHEAD.next().next(), 2));
  }

  @Test
  void shouldOverruleTheTableOnceWithACountThatHasMovedOnMeanwhile() throws InterruptedException {
    upsert("1", "SG", null, null);
    FakeDynamoDb.Call first = nextCallOf("SG");
    upsert("2", "SG", null, null);
    LocationCount overruling = countOfSingapore(AHEAD.next(), 2);

    first.answer(Map.of("SG", FakeDynamoDb.holds(AHEAD)));
    FakeDynamoDb.Call second = nextCallOf("SG");
    assertThat(country(second))
        .isEqualTo("SG=2@" + V.next().number()); // in flight before it is known
    drainUntil(() -> pending("SG").equals(overruling));
    second.answer(Map.of("SG", FakeDynamoDb.holds(AHEAD)));
    assertThat(country(nextCallOf("SG"))).isEqualTo("SG=2@" + AHEAD.next().number());
    pass(Outbox.DRAIN_INTERVAL);

    assertThat(pending("SG")).isEqualTo(overruling);
    assertThat(publishedOf("SG")).isEmpty();
  }

  @Test
  void shouldLeaveACountAsItIsThatIsLaterThanTheTables() throws InterruptedException {
    upsert("1", "SG", null, null);
    FakeDynamoDb.Call first = nextCallOf("SG");
    pass(Duration.ofMillis(1));
    upsert("2", "SG", null, null);
    LocationCount later = countOfSingapore(Version.firstAt(now), 2);

    first.answer(Map.of("SG", FakeDynamoDb.holds(new Version(V.nanos(), 5))));
    assertThat(country(nextCallOf("SG"))).isEqualTo("SG=2@" + later.version().number());
    pass(Outbox.DRAIN_INTERVAL);

    assertThat(pending("SG")).isEqualTo(later);
    assertThat(publishedOf("SG")).isEmpty();
  }

  /** Of both hierarchies, after stores have opened, moved and closed. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1000})
  void shouldEndWithWhatAnIndependentCountSays(long deltaInterval) throws InvalidRecordException {
    topology.close();
    topology = new DrivenTopology(stateDir, NOW, Duration.ofMillis(deltaInterval));
    changes = topology.changes();
    counts = topology.output(Topics.LOCATION_COUNTS);
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

  /** Lets the table take everything. */
  private void writeAll() {
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

  /** Returns the next request that writes a location, perhaps among others; others succeed. */
  private FakeDynamoDb.Call nextCallOf(String path) throws InterruptedException {
    FakeDynamoDb.Call call = topology.countsTable().nextCall();
    while (!call.keys().contains(path)) {
      call.succeed();
      call = topology.countsTable().nextCall();
    }
    return call;
  }

  /** Returns the counts of a place that were published since the last look at the topic. */
  private List<String> publishedOf(String path) {
    return counts.readRecordsToList().stream()
        .filter(record -> new String(record.key(), UTF_8).equals(path))
        .map(record -> new String(record.value(), UTF_8))
        .toList();
  }

  private void awaitOutbox(int entries) {
    drainUntil(() -> outbox().size() == entries);
  }

  private void drainUntil(BooleanSupplier condition) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              pass(Outbox.DRAIN_INTERVAL);
              return condition.getAsBoolean();
            });
  }

  private void pass(Duration time) {
    now = now.plus(time);
    topology.driver().advanceWallClockTime(time);
  }

  private static LocationCount countOfSingapore(Version version, long count) {
    return new LocationCount(location("SG"), count, version);
  }

  private LocationCount pending(String path) {
    return Objects.requireNonNull(outbox().get(path));
  }

  private Map<String, LocationCount> outbox() {
    CountState state =
        new CountState(topology.driver().getKeyValueStore(CountProcessor.LOCATION_COUNTS));
    return state.pending(state.firstPending(), now).stream()
        .map(it -> ((ItemWrite.CountItem) it.write()).count())
        .collect(Collectors.toMap(it -> it.location().path(), Function.identity()));
  }

  /** Returns the count of Singapore in a request. */
  private static String country(FakeDynamoDb.Call call) {
    LocationCount count = CountItems.fromItem(call.items().get(call.keys().indexOf("SG")));
    return count.location().name() + "=" + count.count() + "@" + count.version().number();
  }

  private void upsert(
      String storeNumber, String country, @Nullable String state, @Nullable String city) {
    upsert(storeNumber, country, state, city, null, null);
  }

  private void upsert(
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

  private void delete(String storeNumber) {
    send(
        "{\"type\":\"DELETE\",\"storeNumber\":\"%s\",\"updatedAt\":\"%s\"}"
            .formatted(storeNumber, NOW.minusSeconds(10_000).plusSeconds(second++)));
  }

  private void send(String event) {
    changes.pipeInput("any".getBytes(UTF_8), Objects.requireNonNull(event).getBytes(UTF_8));
  }

  private static Location location(String... names) {
    return new Location(List.of(names));
  }
}

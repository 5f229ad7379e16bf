package io.storestream.ingester.counts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storestream.dynamodb.item.CountItems;
import io.storestream.fixtures.FakeDynamoDb;
import io.storestream.ingester.outbox.Outbox;
import io.storestream.model.LocationCount;
import io.storestream.model.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** How counts are written and published. */
class CountWriteTest extends CountSuite {

  private static final Version V = Version.firstAt(NOW);

  /** A version of a clock that is an hour ahead. */
  private static final Version AHEAD = Version.firstAt(NOW.plus(Duration.ofHours(1)));

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

  private static LocationCount countOfSingapore(Version version, long count) {
    return new LocationCount(location("SG"), count, version);
  }

  private LocationCount pending(String path) {
    return Objects.requireNonNull(outbox().get(path));
  }

  /** Returns the count of Singapore in a request. */
  private static String country(FakeDynamoDb.Call call) {
    LocationCount count = CountItems.fromItem(call.items().get(call.keys().indexOf("SG")));
    return count.location().name() + "=" + count.count() + "@" + count.version().number();
  }
}

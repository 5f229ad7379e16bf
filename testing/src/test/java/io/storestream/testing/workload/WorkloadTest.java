package io.storestream.testing.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.testing.model.ExpectedEvent;
import io.storestream.testing.model.ExpectedStore;
import io.storestream.testing.model.ExpectedStores;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadTest {

  private static final int CHANGES = 20_000;
  private static final int STORES = 300;

  @Test
  void shouldMakeTheSameOfTheSameSeed() {
    assertThat(changes(7)).isEqualTo(changes(7));
    assertThat(changes(7)).isNotEqualTo(changes(8));
  }

  /** Pins the bytes: another build must be able to repeat a failed soak. */
  @Test
  void shouldBeginAsItAlwaysDid() {
    assertThat(new Workload(1, 10).next())
        .isEqualTo(
            new Change(
                "2651-1",
                """
                {"type":"UPSERT","storeNumber":"2651-1",\
                "updatedAt":"2020-01-01T00:00:00.986814Z",\
                "store":{"storeName":"Store №0","country":"CO","state":"DC",\
                "city":"Bogota\u0301 D.C.","brand":"Starbucks","ownershipType":"Licensed",\
                "streetAddress":" \u00a0","phoneNumber":" \u00a0",\
                "timezone":"GMT+9:00 Asia/Tokyo",\
                "longitude":0.008000,"latitude":89.994624}}""",
                1_577_836_800_986L));
  }

  @ParameterizedTest
  @ValueSource(longs = {42, 0, -7})
  void shouldMakeEachKindMeetItsFate(long seed) {
    Workload workload = new Workload(seed, STORES);
    ExpectedStores expected = new ExpectedStores();
    Map<ChangeKind, Set<Fate>> fates = new EnumMap<>(ChangeKind.class);
    for (int i = 0; i < CHANGES; i++) {
      Map<ChangeKind, Long> before = new EnumMap<>(workload.generated());
      Fate fate = expected.add(workload.next());
      fates
          .computeIfAbsent(added(before, workload.generated()), kind -> EnumSet.noneOf(Fate.class))
          .add(fate);
    }

    assertThat(fates)
        .isEqualTo(
            Map.ofEntries(
                Map.entry(ChangeKind.NEW_CONTENT, Set.of(Fate.ACCEPTED)),
                Map.entry(ChangeKind.REPEATED_EVENT, Set.of(Fate.DUPLICATE)),
                Map.entry(ChangeKind.REPEATED_CONTENT, Set.of(Fate.DUPLICATE)),
                Map.entry(ChangeKind.STALE, Set.of(Fate.STALE)),
                Map.entry(ChangeKind.REVISION, Set.of(Fate.ACCEPTED)),
                Map.entry(ChangeKind.MOMENT_LATER, Set.of(Fate.ACCEPTED)),
                Map.entry(ChangeKind.DELETE, Set.of(Fate.ACCEPTED)),
                // A store that is already deleted is not deleted again.
                Map.entry(ChangeKind.NULL_VALUE, Set.of(Fate.ACCEPTED, Fate.DUPLICATE)),
                Map.entry(ChangeKind.REOPENING, Set.of(Fate.ACCEPTED)),
                Map.entry(ChangeKind.LATE_UPSERT, Set.of(Fate.STALE)),
                Map.entry(ChangeKind.UNDATED, Set.of(Fate.ACCEPTED)),
                Map.entry(ChangeKind.UNPARSABLE, Set.of(Fate.DEAD_LETTERED))));
    assertThat(workload.generated().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(CHANGES);
  }

  @Test
  void shouldKeyEachEventByItsStoreAndMoveOnInTime() {
    int stores = 30;
    Workload workload = new Workload(3, stores);
    Set<String> keys = new HashSet<>();
    long latestMs = Workload.START.toEpochMilli();
    for (int i = 0; i < CHANGES; i++) {
      Change change = workload.next();
      keys.add(change.key());
      ExpectedEvent.read(change)
          .ifPresent(event -> assertThat(event.storeNumber()).isEqualTo(change.key()));
      latestMs = Math.max(latestMs, change.timestampMs());
    }

    assertThat(keys).hasSize(stores);
    assertThat(Instant.ofEpochMilli(latestMs))
        .isBetween(
            Workload.START.plusMillis(CHANGES),
            Workload.START.plusMillis((long) CHANGES * Workload.MAX_STEP_MS));
  }

  @Test
  void shouldMakeStaleEventsBetweenTwoThatSaidTheSame() {
    Workload workload = new Workload(5, STORES);
    ExpectedStores expected = new ExpectedStores();
    long between = 0;
    for (int i = 0; i < CHANGES; i++) {
      Change change = workload.next();
      Instant written =
          expected
              .find(change.key())
              .map(store -> ExpectedStore.timeOf(store.version()))
              .orElse(Instant.MAX);
      Fate fate = expected.add(change);
      Instant time = ExpectedEvent.read(change).map(ExpectedEvent::time).orElse(Instant.MIN);
      if (fate == Fate.STALE && time.isAfter(written)) {
        between++;
      }
    }

    assertThat(between).isGreaterThan(100);
  }

  @Test
  void shouldMakeChangesWithinAMillisecondOfTheLast() {
    Workload workload = new Workload(6, STORES);
    ExpectedStores expected = new ExpectedStores();
    Map<Fate, Integer> close = new EnumMap<>(Fate.class);
    for (int i = 0; i < CHANGES; i++) {
      Change change = workload.next();
      Instant before =
          expected
              .find(change.key())
              .map(store -> ExpectedStore.timeOf(store.version()))
              .orElse(Instant.MIN);
      Fate fate = expected.add(change);
      Instant time = ExpectedEvent.read(change).map(ExpectedEvent::time).orElse(Instant.MAX);
      if (!time.equals(before)
          && time.truncatedTo(ChronoUnit.MILLIS).equals(before.truncatedTo(ChronoUnit.MILLIS))) {
        close.merge(fate, 1, Integer::sum);
      }
    }

    assertThat(close.get(Fate.ACCEPTED)).isGreaterThan(100);
    assertThat(close.get(Fate.STALE)).isGreaterThan(100);
  }

  @Test
  void shouldCoverThePlacesThatKeysStumbleOver() {
    ExpectedStores expected = new ExpectedStores();
    changes(9).forEach(expected::add);
    List<String> sortKeys =
        expected.stores().stream()
            .flatMap(store -> Stream.ofNullable(store.item().get("StateCityPostcode")))
            .map(key -> key.s())
            .distinct()
            .toList();

    assertThat(sortKeys)
        .contains("##", "##238801", "#DUBAI#", "ENG#C%23#100%25", "ENG#C%2523#%23%2525")
        .contains("ENG%23##C%23", "BY#WEISSENBURG#91781", "SP#SÃO PAULO#01310-100")
        .contains("BCS#SAN JOSÉ DEL CABO#23400", "13#東京都 千代田区#100-0001", "ÜNÏ#🏪 MALL#%25");
  }

  private static List<Change> changes(long seed) {
    return Stream.generate(new Workload(seed, STORES)::next).limit(CHANGES).toList();
  }

  private static ChangeKind added(Map<ChangeKind, Long> before, Map<ChangeKind, Long> after) {
    return after.entrySet().stream()
        .filter(count -> !count.getValue().equals(before.get(count.getKey())))
        .findFirst()
        .orElseThrow()
        .getKey();
  }
}

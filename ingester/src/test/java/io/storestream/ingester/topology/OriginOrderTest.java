package io.storestream.ingester.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.kafka.record.StoreVersion;
import io.storestream.model.Fingerprint;
import io.storestream.model.Store;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import io.storestream.model.event.Origin;
import io.storestream.model.event.Origin.Kind;
import io.storestream.model.event.StoreChange;
import io.storestream.model.event.StoreCodec;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The order of changes that know their place in their source. */
class OriginOrderTest {

  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void shouldDecideByPositionAtTheSameTime() {
    StoreState known = after(null, upsert("new", Kind.CHANGE, 1, 20));

    assertThat(resolve(known, upsert("old", Kind.CHANGE, 1, 10))).isEqualTo(new Resolution.Stale());
    assertThat(resolve(known, upsert("newer", Kind.CHANGE, 1, 30)))
        .isInstanceOf(Resolution.Accepted.class);
  }

  @Test
  void shouldLetAChangeOverruleAReadOfALaterTime() {
    StoreState known = after(null, upsert("read", Kind.READ, 9, 10));

    StoreState changed = after(known, upsert("changed", Kind.CHANGE, 1, 20));
    StoreState deleted = after(changed, delete(Kind.CHANGE, 2, 30));

    assertThat(changed.version().version()).isEqualTo(known.version().version().nextRevision());
    assertThat(deleted.version().content()).isEqualTo(Fingerprint.DELETED);
    assertThat(deleted.version().version()).isEqualTo(changed.version().version().nextRevision());
  }

  @Test
  void shouldNeverLetAReadOverruleALaterChange() {
    StoreState known = after(null, upsert("changed", Kind.CHANGE, 1, 20));

    assertThat(resolve(known, upsert("read", Kind.READ, 9, 10))).isEqualTo(new Resolution.Stale());
  }

  @Test
  void shouldRememberThePositionOfADuplicate() {
    StoreState known = after(null, upsert("same", Kind.CHANGE, 1, 10));
    StoreState later = after(known, upsert("same", Kind.CHANGE, 1, 30));

    assertThat(later.version()).isEqualTo(known.version());
    assertThat(resolve(later, upsert("between", Kind.CHANGE, 1, 20)))
        .isEqualTo(new Resolution.Stale());
  }

  @Test
  void shouldDecideByTimeAmongSources() {
    StoreState known = after(null, upsert("here", Kind.READ, 5, 10));

    assertThat(resolve(known, at(upsert("own", 4), null))).isEqualTo(new Resolution.Stale());
    assertThat(resolve(known, at(upsert("there", 4), origin("there", Kind.CHANGE, 4, 99))))
        .isEqualTo(new Resolution.Stale());
    assertThat(resolve(known, at(upsert("own", 6), null))).isInstanceOf(Resolution.Accepted.class);
  }

  @Test
  void shouldKeepTheOriginThroughTheRepartitionTopic() {
    StoreChange change = upsert("store", Kind.CHANGE, 1, 10);
    Record<byte[], ParsedRecord> record =
        new Record<>(
            new byte[] {'1'},
            new ParsedRecord.Event(
                change, false, null, new SourceOffset(DrivenTopology.TOPIC_ID, 1, 2)),
            3,
            new RecordHeaders());

    Record<byte[], ParsedRecord> read =
        RepartitionRecords.decode(
            RepartitionRecords.encode(record),
            new TopologyOptions(
                Duration.ZERO, 1_000_000, null, true, Duration.ZERO, Duration.ZERO, 0));

    assertThat(((ParsedRecord.Event) read.value()).change()).isEqualTo(change);
    assertThat(read.headers()).isEmpty();
  }

  /** Whatever order they arrive in, and however often. */
  @Property
  void shouldEndAtTheSameState(@ForAll("histories") List<StoreChange> history, @ForAll long seed) {
    StoreState inOrder = all(history);
    List<StoreChange> arrived = new ArrayList<>(history);
    Random random = new Random(seed);
    history.stream().filter(it -> random.nextInt(3) == 0).forEach(arrived::add);
    Collections.shuffle(arrived, random);

    StoreState end = all(arrived);

    assertThat(end.version().content()).isEqualTo(inOrder.version().content());
    assertThat(end.origin()).isEqualTo(inOrder.origin());
    for (StoreChange change : history) {
      assertThat(resolve(end, change)).isNotInstanceOf(Resolution.Accepted.class);
    }
    assertThat(all(arrived).version()).isEqualTo(end.version());
  }

  /** Changes of one row whose times never go back, and reads of it at times of another clock. */
  @Provide
  Arbitrary<List<StoreChange>> histories() {
    return Arbitraries.randomValue(
        random -> {
          List<StoreChange> history = new ArrayList<>();
          StoreChange last = delete(Kind.CHANGE, 0, 1);
          int time = 0;
          for (int position = 2; position < 3 + random.nextInt(15); position++) {
            if (random.nextInt(3) == 0) {
              int readAt = random.nextInt(12);
              last =
                  last instanceof StoreChange.Upsert it
                      ? upsert(it.store().storeName(), Kind.READ, readAt, position)
                      : delete(Kind.READ, readAt, position);
            } else {
              time += random.nextInt(2);
              last =
                  random.nextInt(4) == 0
                      ? delete(Kind.CHANGE, time, position)
                      : upsert("name " + random.nextInt(3), Kind.CHANGE, time, position);
            }
            history.add(last);
          }
          return history;
        });
  }

  private static StoreState all(List<StoreChange> changes) {
    StoreState known = null;
    for (StoreChange change : changes) {
      known = after(known, change);
    }
    return Objects.requireNonNull(known);
  }

  /** As {@link ChangeProcessor} remembers it. */
  private static StoreState after(@Nullable StoreState known, StoreChange change) {
    Resolution resolution = resolve(known, change);
    if (resolution instanceof Resolution.Accepted it) {
      return new StoreState(it.next(), change.origin(), null);
    }
    if (resolution instanceof Resolution.Duplicate it) {
      return new StoreState(it.next(), change.origin(), null);
    }
    return Objects.requireNonNull(known);
  }

  private static Resolution resolve(@Nullable StoreState known, StoreChange change) {
    Fingerprint content =
        change instanceof StoreChange.Upsert it
            ? Fingerprint.of(StoreCodec.encode(it.store()))
            : Fingerprint.DELETED;
    return Resolution.of(known, change, content, () -> StoreVersion.NOWHERE);
  }

  private static StoreChange upsert(@Nullable String name, Kind kind, int second, long position) {
    return at(upsert(name, second), origin("here", kind, second, position));
  }

  private static StoreChange upsert(@Nullable String name, int second) {
    Store store =
        new StoreBuilder()
            .storeNumber("1")
            .set(StoreField.STORE_NAME, name)
            .set(StoreField.COUNTRY, "US")
            .build();
    return new StoreChange.Upsert(store, T.plusSeconds(second));
  }

  private static StoreChange delete(Kind kind, int second, long position) {
    return at(
        new StoreChange.Delete("1", T.plusSeconds(second)), origin("here", kind, second, position));
  }

  private static StoreChange at(StoreChange change, @Nullable Origin origin) {
    return change.at(origin);
  }

  private static Origin origin(String source, Kind kind, int second, long position) {
    return Origin.of(source, kind, T.plusSeconds(second), BigInteger.valueOf(position));
  }
}

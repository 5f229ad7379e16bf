package io.storestream.ingester.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.kafka.record.StoreVersion;
import io.storestream.model.Fingerprint;
import io.storestream.model.Version;
import io.storestream.model.event.StoreChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The laws of the order of events: times to the nanosecond, but few of them, and few contents, so
 * that they meet often.
 */
class ResolutionTest {

  private static final Fingerprint A = new Fingerprint(1, 1);
  private static final Fingerprint B = new Fingerprint(2, 2);

  @Test
  void shouldAcceptTheFirstEvent() {
    assertThat(resolve(null, at(5), A)).isEqualTo(new Resolution.Accepted(known(5, 0, A)));
  }

  @Test
  void shouldDropWhatIsOlder() {
    assertThat(resolve(known(5, 0, A), at(4), B)).isEqualTo(new Resolution.Stale());
    assertThat(resolve(known(5, 0, A), at(4), A)).isEqualTo(new Resolution.Stale());
  }

  @Test
  void shouldMoveTheVersionOnWhenTheContentIsTheSame() {
    assertThat(resolve(known(5, 3, A), at(7), A))
        .isEqualTo(new Resolution.Duplicate(known(7, 0, A)));
  }

  @Test
  void shouldRememberNothingNewOfAnEqualEvent() {
    assertThat(resolve(known(5, 3, A), at(5), A))
        .isEqualTo(new Resolution.Duplicate(known(5, 3, A)));
  }

  @Test
  void shouldGiveARevisionToOtherContentAtTheSameTime() {
    assertThat(resolve(known(5, 3, A), at(5), B))
        .isEqualTo(new Resolution.Accepted(known(5, 4, B)));
  }

  @Test
  void shouldNotLetRevisionsRunIntoTheNextTime() {
    assertThat(resolve(known(5, 999_999, A), at(5), B)).isEqualTo(new Resolution.OutOfRevisions());
  }

  @Test
  void shouldTellTimesThatAreANanosecondApart() {
    Instant time = Instant.parse("2026-11-20T10:00:00.123456789Z");
    StoreVersion known = new StoreVersion(Version.firstAt(time), A, cityOf(A), 3, "US##");

    assertThat(resolve(known, time.minusNanos(1), B)).isEqualTo(new Resolution.Stale());
    assertThat(resolve(known, time, B))
        .isEqualTo(
            new Resolution.Accepted(
                new StoreVersion(Version.firstAt(time).nextRevision(), B, cityOf(B), 3, "US##")));
    assertThat(resolve(known, time.plusNanos(1), B))
        .isEqualTo(
            new Resolution.Accepted(
                new StoreVersion(Version.firstAt(time.plusNanos(1)), B, cityOf(B), 3, "US##")));
  }

  @Property
  void shouldNeverGoBack(@ForAll("events") List<Event> events) {
    StoreVersion known = null;
    for (Event event : events) {
      StoreVersion next = after(known, event);
      if (known != null) {
        assertThat(next.version()).isGreaterThanOrEqualTo(known.version());
      }
      known = next;
    }
  }

  /** Last write wins, by time, and by arrival where the time is the same. */
  @Property
  void shouldEndWithTheLastOfTheNewestEvents(@ForAll("events") List<Event> events) {
    long newest = events.stream().mapToLong(Event::nanos).max().orElseThrow();
    List<Event> candidates = events.stream().filter(it -> it.nanos() == newest).toList();
    Fingerprint last = candidates.get(candidates.size() - 1).content();

    StoreVersion end = all(null, events);

    assertThat(end.content()).isEqualTo(last);
    assertThat(end.locations()).isEqualTo(cityOf(last));
    assertThat(end.version().updatedAt()).isEqualTo(at(newest));
  }

  /** What is written when the version of each write only grows: the same as is remembered. */
  @Property
  void shouldLeaveInTheTableWhatIsRemembered(@ForAll("events") List<Event> events) {
    List<StoreVersion> writes =
        trace(null, events).stream()
            .filter(Resolution.Accepted.class::isInstance)
            .map(it -> ((Resolution.Accepted) it).next())
            .toList();

    assertThat(writes).extracting(StoreVersion::version).isSorted().doesNotHaveDuplicates();
    assertThat(writes.get(writes.size() - 1).content()).isEqualTo(all(null, events).content());
  }

  @Property
  void shouldGiveTheSameVersionsWhenReplayed(@ForAll("events") List<Event> events) {
    assertThat(trace(null, events)).isEqualTo(trace(null, events));
  }

  @Property
  void shouldAcceptNothingThatComesTwiceInARow(@ForAll("events") List<Event> events) {
    StoreVersion known = null;
    for (Event event : events) {
      known = after(known, event);

      assertThat(resolve(known, event)).isNotInstanceOf(Resolution.Accepted.class);
      assertThat(after(known, event)).isEqualTo(known);
    }
  }

  @Property
  void shouldAcceptNothingOfAReplay(@ForAll("distinct") List<Event> events) {
    StoreVersion end = all(null, events);

    for (Event event : events) {
      assertThat(resolve(end, event)).isNotInstanceOf(Resolution.Accepted.class);
      assertThat(after(end, event)).isEqualTo(end);
    }
  }

  private static List<Resolution> trace(@Nullable StoreVersion known, List<Event> events) {
    List<Resolution> resolutions = new ArrayList<>();
    for (Event event : events) {
      resolutions.add(resolve(known, event));
      known = after(known, event);
    }
    return resolutions;
  }

  private static StoreVersion all(@Nullable StoreVersion known, List<Event> events) {
    for (Event event : events) {
      known = after(known, event);
    }
    return Objects.requireNonNull(known);
  }

  private static StoreVersion after(@Nullable StoreVersion known, Event event) {
    Resolution resolution = resolve(known, event);
    if (resolution instanceof Resolution.Accepted it) {
      return it.next();
    }
    if (resolution instanceof Resolution.Duplicate it) {
      return it.next();
    }
    return Objects.requireNonNull(known);
  }

  private static Resolution resolve(@Nullable StoreVersion known, Event event) {
    return resolve(known, at(event.nanos()), event.content());
  }

  /** Resolves an event of which only the time is known. */
  private static Resolution resolve(
      @Nullable StoreVersion known, Instant updatedAt, Fingerprint content) {
    return Resolution.of(
        known == null ? null : new StoreState(known, null, null),
        new StoreChange.Delete("1", updatedAt),
        content,
        () -> cityOf(content));
  }

  /** Upserts and deletes in any order, some of them again and again, and then some once more. */
  @Provide
  Arbitrary<List<Event>> events() {
    Arbitrary<Fingerprint> contents =
        Arbitraries.of(A, B, new Fingerprint(3, 3), Fingerprint.DELETED);
    Arbitrary<List<Event>> events =
        Combinators.combine(nanos(), contents).as(Event::new).list().ofMinSize(1).ofMaxSize(30);
    return Combinators.combine(events, Arbitraries.integers().between(0, 30))
        .as(
            (once, replayed) -> {
              List<Event> all = new ArrayList<>(once);
              all.addAll(once.subList(Math.max(0, once.size() - replayed), once.size()));
              return all;
            });
  }

  /** One content a time, so that the order of arrival can't matter. */
  @Provide
  Arbitrary<List<Event>> distinct() {
    return nanos()
        .map(
            nanos ->
                new Event(
                    nanos, nanos % 3 == 0 ? Fingerprint.DELETED : new Fingerprint(nanos % 3, 0)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(30);
  }

  /** Around a millisecond and a microsecond, often a nanosecond apart, and now and then any. */
  private static Arbitrary<Long> nanos() {
    long millisecond = 1_795_168_800_123_000_000L;
    return Arbitraries.frequencyOf(
        Tuple.of(6, Arbitraries.longs().between(millisecond - 2, millisecond + 2)),
        Tuple.of(3, Arbitraries.longs().between(millisecond + 998, millisecond + 1_002)),
        Tuple.of(1, Arbitraries.longs().between(0, 2 * millisecond)));
  }

  private static Instant at(long nanos) {
    return Instant.ofEpochSecond(0, nanos);
  }

  private static StoreVersion known(long nanos, int revision, Fingerprint content) {
    return StoreVersion.uncounted(new Version(nanos, revision), content, cityOf(content));
  }

  private static String cityOf(Fingerprint content) {
    return content.equals(Fingerprint.DELETED) ? StoreVersion.NOWHERE : "US##" + content.high();
  }

  record Event(long nanos, Fingerprint content) {}
}

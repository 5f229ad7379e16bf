package io.storestream.ingester;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.model.Fingerprint;
import io.storestream.model.Version;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The laws of the order of events: few times and contents, so that they meet often. */
class VerdictTest {

  private static final Fingerprint A = new Fingerprint(1, 1);
  private static final Fingerprint B = new Fingerprint(2, 2);

  @Test
  void shouldAcceptTheFirstEvent() {
    assertThat(Verdict.of(null, at(5), A, cityOf(A)))
        .isEqualTo(new Verdict.Accepted(new StoreVersion(new Version(5_000_000), A, cityOf(A))));
  }

  @Test
  void shouldDropWhatIsOlder() {
    assertThat(Verdict.of(known(5, 0, A), at(4), B, cityOf(B))).isEqualTo(new Verdict.Stale());
    assertThat(Verdict.of(known(5, 0, A), at(4), A, cityOf(A))).isEqualTo(new Verdict.Stale());
  }

  @Test
  void shouldMoveTheVersionOnWhenTheContentIsTheSame() {
    assertThat(Verdict.of(known(5, 3, A), at(7), A, cityOf(A)))
        .isEqualTo(new Verdict.Duplicate(known(7, 0, A)));
  }

  @Test
  void shouldRememberNothingNewOfAnEqualEvent() {
    assertThat(Verdict.of(known(5, 3, A), at(5), A, cityOf(A)))
        .isEqualTo(new Verdict.Duplicate(known(5, 3, A)));
  }

  @Test
  void shouldGiveARevisionToOtherContentAtTheSameTime() {
    assertThat(Verdict.of(known(5, 3, A), at(5), B, cityOf(B)))
        .isEqualTo(new Verdict.Accepted(known(5, 4, B)));
  }

  @Test
  void shouldNotLetRevisionsRunIntoTheNextMillisecond() {
    assertThat(Verdict.of(known(5, 999_999, A), at(5), B, cityOf(B)))
        .isEqualTo(new Verdict.OutOfRevisions());
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

  @Property
  void shouldEndWithTheLastOfTheNewestEvents(@ForAll("events") List<Event> events) {
    long newest = events.stream().mapToLong(Event::millis).max().orElseThrow();
    List<Event> candidates = events.stream().filter(it -> it.millis() == newest).toList();

    StoreVersion end = all(null, events);

    assertThat(end.content()).isEqualTo(candidates.get(candidates.size() - 1).content());
    assertThat(end.version().updatedAt()).isEqualTo(at(newest));
  }

  @Property
  void shouldGiveTheSameVersionsWhenReplayed(@ForAll("events") List<Event> events) {
    assertThat(trace(null, events)).isEqualTo(trace(null, events));
  }

  @Property
  void shouldAcceptNothingOfAReplay(@ForAll("distinct") List<Event> events) {
    StoreVersion end = all(null, events);

    for (Event event : events) {
      assertThat(Verdict.of(end, at(event.millis()), event.content(), cityOf(event.content())))
          .isNotInstanceOf(Verdict.Accepted.class);
    }
  }

  private static List<Verdict> trace(@Nullable StoreVersion known, List<Event> events) {
    List<Verdict> verdicts = new ArrayList<>();
    for (Event event : events) {
      verdicts.add(Verdict.of(known, at(event.millis()), event.content(), cityOf(event.content())));
      known = after(known, event);
    }
    return verdicts;
  }

  private static StoreVersion all(@Nullable StoreVersion known, List<Event> events) {
    for (Event event : events) {
      known = after(known, event);
    }
    return Objects.requireNonNull(known);
  }

  private static StoreVersion after(@Nullable StoreVersion known, Event event) {
    Verdict verdict =
        Verdict.of(known, at(event.millis()), event.content(), cityOf(event.content()));
    if (verdict instanceof Verdict.Accepted it) {
      return it.remembered();
    }
    if (verdict instanceof Verdict.Duplicate it) {
      return it.remembered();
    }
    return Objects.requireNonNull(known);
  }

  @Provide
  Arbitrary<List<Event>> events() {
    return Combinators.combine(Arbitraries.longs().between(0, 4), Arbitraries.longs().between(1, 3))
        .as((millis, content) -> new Event(millis, new Fingerprint(content, content)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(30);
  }

  /** One content a time, so that the order of arrival can't matter. */
  @Provide
  Arbitrary<List<Event>> distinct() {
    return Arbitraries.longs()
        .between(0, 6)
        .map(millis -> new Event(millis, new Fingerprint(millis % 3, 0)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(30);
  }

  private static Instant at(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  private static StoreVersion known(long millis, int revision, Fingerprint content) {
    return new StoreVersion(new Version(millis * 1_000_000 + revision), content, cityOf(content));
  }

  private static String cityOf(Fingerprint content) {
    return "US##" + content.high();
  }

  record Event(long millis, Fingerprint content) {}
}

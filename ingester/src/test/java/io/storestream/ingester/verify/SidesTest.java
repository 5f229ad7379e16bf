package io.storestream.ingester.verify;

import static io.storestream.ingester.verify.ItemState.NO_VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.model.Fingerprint;
import io.storestream.table.StoreItems;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SidesTest {

  private static final Instant ACCEPTED = Instant.EPOCH;
  private static final Instant EXPIRY = StoreItems.expiryOf(ACCEPTED);
  private static final Fingerprint OMAHA = new Fingerprint(1, 2);
  private static final Fingerprint LINCOLN = new Fingerprint(1, 3);

  private final Sides sides = new Sides();

  @Test
  void shouldFindNothingWhereNothingIs() {
    assertThat(sides.difference(ACCEPTED)).isEmpty();
  }

  @Test
  void shouldMissTombstoneUntilItExpires() {
    sides.sawRecord(new TopicState(1, ACCEPTED, true, "", false, OMAHA));

    assertThat(sides.difference(EXPIRY.minusMillis(1))).hasValue(DifferenceKind.MISSING);
    assertThat(sides.difference(EXPIRY)).isEmpty();
  }

  @Test
  void shouldTellStaleFromDifferent() {
    sides.sawRecord(new TopicState(5, ACCEPTED, false, "", false, OMAHA));

    assertThat(differenceOf(4, LINCOLN)).hasValue(DifferenceKind.STALE);
    assertThat(differenceOf(5, LINCOLN)).hasValue(DifferenceKind.DIFFERENT);
    assertThat(differenceOf(6, LINCOLN)).hasValue(DifferenceKind.DIFFERENT);
    assertThat(differenceOf(NO_VERSION, LINCOLN)).hasValue(DifferenceKind.DIFFERENT);
    assertThat(differenceOf(5, OMAHA)).isEmpty();
    sides.sawItem(null);
    assertThat(sides.difference(EXPIRY)).hasValue(DifferenceKind.MISSING);
  }

  @Test
  void shouldTakeTombstoneForRightIfTheTopicHasForgotten() {
    sides.sawItem(new ItemState(5, true, OMAHA));
    assertThat(sides.difference(ACCEPTED)).isEmpty();

    sides.sawItem(new ItemState(5, false, OMAHA));
    assertThat(sides.difference(ACCEPTED)).hasValue(DifferenceKind.EXTRA);
  }

  @Test
  void shouldGoByTheNewestRecordWhateverTheOrder() {
    sides.sawItem(new ItemState(5, false, OMAHA));

    sides.sawRecord(new TopicState(5, ACCEPTED, false, "", false, OMAHA));
    sides.sawRecord(new TopicState(4, ACCEPTED.plusSeconds(1), false, "", false, LINCOLN));
    assertThat(sides.difference(ACCEPTED)).isEmpty();

    sides.sawRecord(new TopicState(5, ACCEPTED.plusSeconds(1), false, "", false, LINCOLN));
    assertThat(sides.difference(ACCEPTED)).hasValue(DifferenceKind.DIFFERENT);
  }

  @Test
  void shouldNotJudgeWhileTheLatestRecordIsUnreadable() {
    sides.sawItem(new ItemState(5, false, OMAHA));
    sides.sawUnreadableRecord();
    assertThat(sides.difference(ACCEPTED)).isEmpty();

    sides.sawRecord(new TopicState(6, ACCEPTED, false, "", false, LINCOLN));
    assertThat(sides.difference(ACCEPTED)).hasValue(DifferenceKind.STALE);
  }

  @Test
  void shouldBeOvertakenByARecordThatIsNotCompared() {
    sides.sawRecord(new TopicState(5, ACCEPTED, false, "", false, OMAHA));
    sides.suspect(true);

    var unused = sides.moveTo(new TopicState(4, ACCEPTED, false, "", false, LINCOLN));
    assertThat(sides.isOvertaken()).isFalse();

    unused = sides.moveTo(new TopicState(6, ACCEPTED, false, "", false, LINCOLN));
    assertThat(sides.isOvertaken()).isTrue();
    assertThat(sides.topicVersion()).isEqualTo(5);

    sides.sawRecord(new TopicState(6, ACCEPTED, false, "", false, LINCOLN));
    assertThat(sides.isOvertaken()).isFalse();
  }

  private Optional<DifferenceKind> differenceOf(long version, Fingerprint content) {
    sides.sawItem(new ItemState(version, false, content));
    return sides.difference(EXPIRY);
  }
}

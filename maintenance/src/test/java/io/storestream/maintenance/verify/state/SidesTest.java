package io.storestream.maintenance.verify.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.dynamodb.item.StoreItems;
import io.storestream.model.Fingerprint;
import io.storestream.model.Version;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
    sides.sawRecord(new TopicState(version(1), ACCEPTED, true, "", OMAHA));

    assertThat(sides.difference(EXPIRY.minusMillis(1))).hasValue(DifferenceKind.MISSING);
    assertThat(sides.difference(EXPIRY)).isEmpty();
  }

  @Test
  void shouldTellStaleFromDifferent() {
    sides.sawRecord(new TopicState(version(5), ACCEPTED, false, "", OMAHA));

    assertThat(differenceOf(version(4), LINCOLN)).hasValue(DifferenceKind.STALE);
    assertThat(differenceOf(version(5), LINCOLN)).hasValue(DifferenceKind.DIFFERENT);
    assertThat(differenceOf(version(6), LINCOLN)).hasValue(DifferenceKind.DIFFERENT);
    assertThat(differenceOf(null, LINCOLN)).hasValue(DifferenceKind.DIFFERENT);
    assertThat(differenceOf(version(5), OMAHA)).isEmpty();
    sides.sawItem(null);
    assertThat(sides.difference(EXPIRY)).hasValue(DifferenceKind.MISSING);
  }

  @Test
  void shouldTakeTombstoneForRightIfTheTopicHasForgotten() {
    sides.sawItem(new ItemState(version(5), true, OMAHA));
    assertThat(sides.difference(ACCEPTED)).isEmpty();

    sides.sawItem(new ItemState(version(5), false, OMAHA));
    assertThat(sides.difference(ACCEPTED)).hasValue(DifferenceKind.EXTRA);
  }

  @Test
  void shouldGoByTheNewestRecordWhateverTheOrder() {
    sides.sawItem(new ItemState(version(5), false, OMAHA));

    sides.sawRecord(new TopicState(version(5), ACCEPTED, false, "", OMAHA));
    sides.sawRecord(new TopicState(version(4), ACCEPTED.plusSeconds(1), false, "", LINCOLN));
    assertThat(sides.difference(ACCEPTED)).isEmpty();

    sides.sawRecord(new TopicState(version(5), ACCEPTED.plusSeconds(1), false, "", LINCOLN));
    assertThat(sides.difference(ACCEPTED)).hasValue(DifferenceKind.DIFFERENT);
  }

  @Test
  void shouldNotJudgeWhileTheLatestRecordIsUnreadable() {
    sides.sawItem(new ItemState(version(5), false, OMAHA));
    sides.sawUnreadableRecord();
    assertThat(sides.difference(ACCEPTED)).isEmpty();

    sides.sawRecord(new TopicState(version(6), ACCEPTED, false, "", LINCOLN));
    assertThat(sides.difference(ACCEPTED)).hasValue(DifferenceKind.STALE);
  }

  @Test
  void shouldBeOvertakenByARecordThatIsNotCompared() {
    sides.sawRecord(new TopicState(version(5), ACCEPTED, false, "", OMAHA));
    sides.suspect(true);

    var unused = sides.moveTo(new TopicState(version(4), ACCEPTED, false, "", LINCOLN));
    assertThat(sides.isOvertaken()).isFalse();

    unused = sides.moveTo(new TopicState(version(6), ACCEPTED, false, "", LINCOLN));
    assertThat(sides.isOvertaken()).isTrue();
    assertThat(sides.topicVersion()).isEqualTo(version(5));

    sides.sawRecord(new TopicState(version(6), ACCEPTED, false, "", LINCOLN));
    assertThat(sides.isOvertaken()).isFalse();
  }

  @Test
  void shouldOrderVersionsOfOneTimeByTheirRevisions() {
    sides.sawRecord(new TopicState(new Version(5, 3), ACCEPTED, false, "", OMAHA));
    sides.sawRecord(new TopicState(new Version(5, 2), ACCEPTED, false, "", LINCOLN));

    assertThat(sides.topicVersion()).isEqualTo(new Version(5, 3));
    assertThat(differenceOf(new Version(5, 2), LINCOLN)).hasValue(DifferenceKind.STALE);
    assertThat(sides.isItemNewer()).isFalse();
    assertThat(differenceOf(new Version(5, 4), LINCOLN)).hasValue(DifferenceKind.DIFFERENT);
    assertThat(sides.isItemNewer()).isTrue();
    assertThat(sides.itemVersion()).isEqualTo(new Version(5, 4));
  }

  private Optional<DifferenceKind> differenceOf(@Nullable Version version, Fingerprint content) {
    sides.sawItem(new ItemState(version, false, content));
    return sides.difference(EXPIRY);
  }

  private static Version version(long nanos) {
    return new Version(nanos, 0);
  }
}

package io.storestream.maintenance.verify.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.dynamodb.item.StoreItems;
import io.storestream.model.Fingerprint;
import io.storestream.model.Version;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoreComparisonTest {

  private static final Instant ACCEPTED = Instant.EPOCH;
  private static final Instant EXPIRY = StoreItems.expiryOf(ACCEPTED);
  private static final Fingerprint OMAHA = new Fingerprint(1, 2);
  private static final Fingerprint LINCOLN = new Fingerprint(1, 3);

  private final StoreComparison comparison = new StoreComparison();

  @Test
  void shouldFindNothingWhereNothingIs() {
    assertThat(comparison.difference(ACCEPTED)).isEmpty();
  }

  @Test
  void shouldMissTombstoneUntilItExpires() {
    comparison.sawRecord(new TopicState(version(1), ACCEPTED, true, "", OMAHA));

    assertThat(comparison.difference(EXPIRY.minusMillis(1))).hasValue(DifferenceKind.MISSING);
    assertThat(comparison.difference(EXPIRY)).isEmpty();
  }

  @Test
  void shouldTellStaleFromDifferent() {
    comparison.sawRecord(new TopicState(version(5), ACCEPTED, false, "", OMAHA));

    assertThat(differenceOf(version(4), LINCOLN)).hasValue(DifferenceKind.STALE);
    assertThat(differenceOf(version(5), LINCOLN)).hasValue(DifferenceKind.DIFFERENT);
    assertThat(differenceOf(version(6), LINCOLN)).hasValue(DifferenceKind.DIFFERENT);
    assertThat(differenceOf(null, LINCOLN)).hasValue(DifferenceKind.DIFFERENT);
    assertThat(differenceOf(version(5), OMAHA)).isEmpty();
    comparison.sawItem(null);
    assertThat(comparison.difference(EXPIRY)).hasValue(DifferenceKind.MISSING);
  }

  @Test
  void shouldAcceptTombstoneThatTheTopicHasCompactedAway() {
    comparison.sawItem(new ItemState(version(5), true, OMAHA));
    assertThat(comparison.difference(ACCEPTED)).isEmpty();

    comparison.sawItem(new ItemState(version(5), false, OMAHA));
    assertThat(comparison.difference(ACCEPTED)).hasValue(DifferenceKind.EXTRA);
  }

  @Test
  void shouldGoByTheNewestRecordWhateverTheOrder() {
    comparison.sawItem(new ItemState(version(5), false, OMAHA));

    comparison.sawRecord(new TopicState(version(5), ACCEPTED, false, "", OMAHA));
    comparison.sawRecord(new TopicState(version(4), ACCEPTED.plusSeconds(1), false, "", LINCOLN));
    assertThat(comparison.difference(ACCEPTED)).isEmpty();

    comparison.sawRecord(new TopicState(version(5), ACCEPTED.plusSeconds(1), false, "", LINCOLN));
    assertThat(comparison.difference(ACCEPTED)).hasValue(DifferenceKind.DIFFERENT);
  }

  @Test
  void shouldFindNothingWhileTheLatestRecordIsUnreadable() {
    comparison.sawItem(new ItemState(version(5), false, OMAHA));
    comparison.sawUnreadableRecord();
    assertThat(comparison.difference(ACCEPTED)).isEmpty();

    comparison.sawRecord(new TopicState(version(6), ACCEPTED, false, "", LINCOLN));
    assertThat(comparison.difference(ACCEPTED)).hasValue(DifferenceKind.STALE);
  }

  @Test
  void shouldBeOutdatedByARecordThatIsNotCompared() {
    comparison.sawRecord(new TopicState(version(5), ACCEPTED, false, "", OMAHA));
    comparison.markCandidate(true);

    var unused = comparison.moveTo(new TopicState(version(4), ACCEPTED, false, "", LINCOLN));
    assertThat(comparison.isOutdated()).isFalse();

    unused = comparison.moveTo(new TopicState(version(6), ACCEPTED, false, "", LINCOLN));
    assertThat(comparison.isOutdated()).isTrue();
    assertThat(comparison.topicVersion()).isEqualTo(version(5));

    comparison.sawRecord(new TopicState(version(6), ACCEPTED, false, "", LINCOLN));
    assertThat(comparison.isOutdated()).isFalse();
  }

  @Test
  void shouldOrderVersionsOfOneTimeByTheirRevisions() {
    comparison.sawRecord(new TopicState(new Version(5, 3), ACCEPTED, false, "", OMAHA));
    comparison.sawRecord(new TopicState(new Version(5, 2), ACCEPTED, false, "", LINCOLN));

    assertThat(comparison.topicVersion()).isEqualTo(new Version(5, 3));
    assertThat(differenceOf(new Version(5, 2), LINCOLN)).hasValue(DifferenceKind.STALE);
    assertThat(comparison.isItemNewer()).isFalse();
    assertThat(differenceOf(new Version(5, 4), LINCOLN)).hasValue(DifferenceKind.DIFFERENT);
    assertThat(comparison.isItemNewer()).isTrue();
    assertThat(comparison.itemVersion()).isEqualTo(new Version(5, 4));
  }

  private Optional<DifferenceKind> differenceOf(@Nullable Version version, Fingerprint content) {
    comparison.sawItem(new ItemState(version, false, content));
    return comparison.difference(EXPIRY);
  }

  private static Version version(long nanos) {
    return new Version(nanos, 0);
  }
}

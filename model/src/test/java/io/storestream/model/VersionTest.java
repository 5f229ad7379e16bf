package io.storestream.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.DateTimeException;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class VersionTest {

  private static final long MAX_MILLIS = 9_223_372_036_853L;

  @Test
  void shouldBeTheTimeInMillisecondsAndTheRevision() {
    Version first = Version.firstAt(Instant.parse("2017-02-01T00:00:00.123456Z"));

    assertThat(first.value()).isEqualTo(1_485_907_200_123_000_000L);
    assertThat(first.nextRevision().value()).isEqualTo(1_485_907_200_123_000_001L);
    assertThat(first.nextRevision().updatedAt()).isEqualTo("2017-02-01T00:00:00.123Z");
    assertThat(first.nextRevision().revision()).isEqualTo(1);
  }

  @Property
  void shouldOrderByTimeFirstAndRevisionSecond(
      @ForAll @LongRange(min = 0, max = MAX_MILLIS) long millis,
      @ForAll @LongRange(min = 0, max = MAX_MILLIS) long otherMillis,
      @ForAll @IntRange(max = 999_999) int revision,
      @ForAll @IntRange(max = 999_999) int otherRevision) {
    Version one = new Version(millis * Version.REVISIONS_PER_MILLI + revision);
    Version other = new Version(otherMillis * Version.REVISIONS_PER_MILLI + otherRevision);

    int byTime = Long.compare(millis, otherMillis);
    assertThat(Integer.signum(one.compareTo(other)))
        .isEqualTo(byTime != 0 ? byTime : Integer.compare(revision, otherRevision));
    assertThat(one.isAfter(other.updatedAt())).isEqualTo(byTime > 0);
    assertThat(one.isAt(other.updatedAt())).isEqualTo(byTime == 0);
  }

  @Test
  void shouldHoldAllTimesFrom1970ToTheYear2262() {
    assertThat(Version.firstAt(Instant.EPOCH).value()).isZero();
    assertThat(Version.firstAt(Version.MAX_UPDATED_AT).updatedAt())
        .isEqualTo(Version.MAX_UPDATED_AT);
    assertThatExceptionOfType(DateTimeException.class)
        .isThrownBy(() -> Version.firstAt(Instant.EPOCH.minusMillis(1)));
    assertThatExceptionOfType(DateTimeException.class)
        .isThrownBy(() -> Version.firstAt(Version.MAX_UPDATED_AT.plusMillis(1)));
    assertThatExceptionOfType(DateTimeException.class)
        .isThrownBy(() -> Version.firstAt(Instant.MAX));
  }

  @Test
  void shouldNotRunIntoTheNextMillisecond() {
    Version last = new Version(999_999);

    assertThat(last.hasNextRevision()).isFalse();
    assertThatIllegalStateException().isThrownBy(last::nextRevision);
  }
}

package io.storestream.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {

  /** The nanoseconds of {@link Version#MAX_UPDATED_AT}. */
  private static final long MAX_NANOS = 9_223_372_036_853_000_000L;

  private static final int MAX_REVISION = 999_999;
  private static final Version HIGHEST = new Version(Long.MAX_VALUE, MAX_REVISION);

  @Test
  void shouldBeTheTimeInNanosecondsAndTheRevision() {
    Version first = Version.firstAt(Instant.parse("2017-02-01T00:00:00.123456789Z"));

    assertThat(first).isEqualTo(new Version(1_485_907_200_123_456_789L, 0));
    assertThat(first.number()).isEqualTo("1485907200123456789000000");
    assertThat(first.nextRevision().number()).isEqualTo("1485907200123456789000001");
    assertThat(first.nextRevision().updatedAt()).isEqualTo("2017-02-01T00:00:00.123456789Z");
    assertThat(first.nextRevision().revision()).isEqualTo(1);
  }

  @Property
  void shouldOrderByTimeFirstAndRevisionSecond(
      @ForAll @LongRange(min = 0, max = MAX_NANOS) long nanos,
      @ForAll @LongRange(min = -2_000_000, max = 2_000_000) long apart,
      @ForAll @IntRange(max = MAX_REVISION) int revision,
      @ForAll @IntRange(max = MAX_REVISION) int otherRevision) {
    Version one = new Version(nanos, revision);
    Version other = new Version(Math.max(0, nanos + apart), otherRevision);

    int byTime = Long.compare(one.nanos(), other.nanos());
    int order = byTime != 0 ? byTime : Integer.compare(revision, otherRevision);
    assertThat(Integer.signum(one.compareTo(other))).isEqualTo(order);
    assertThat(one.number().compareTo(other.number())).isEqualTo(order);
    assertThat(one.isAfter(other.updatedAt())).isEqualTo(byTime > 0);
    assertThat(one.isAt(other.updatedAt())).isEqualTo(byTime == 0);
  }

  @Property
  void shouldComeBackFromItsTimeAndItsNumber(
      @ForAll @LongRange(min = 0, max = MAX_NANOS) long nanos,
      @ForAll @IntRange(max = MAX_REVISION) int revision) {
    Version version = new Version(nanos, revision);

    assertThat(Version.firstAt(version.updatedAt())).isEqualTo(new Version(nanos, 0));
    assertThat(version.digits()).isEqualTo(version.number().toString());
    assertThat(Version.ofNumber(version.number())).isEqualTo(version);
    assertThat(Version.parse(version.number().toString())).isEqualTo(version);
    assertThat(Version.parse(new BigDecimal(version.number()).stripTrailingZeros().toString()))
        .isEqualTo(version);
  }

  @ParameterizedTest
  @CsvSource({
    "7,7",
    "007,7",
    "0000000000000000000000007,7",
    "+7,7",
    "7.000,7",
    "70E-1,7",
    "0E+9,0",
    "1.5E+6,1500000"
  })
  void shouldReadANumberInAnySpelling(String spelling, BigInteger number) {
    assertThat(Version.parse(spelling).number()).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " 7",
        "seven",
        "0x7",
        "-1",
        "-1E+2147483647",
        "7.5",
        "1E-2147483647",
        "9223372036854775808000000",
        "1E+30",
        "1E+2147483647"
      })
  void shouldRefuseWhatIsNoNumberOfAVersion(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Version.parse(text))
        .withMessage("not a version: " + text);
  }

  @Test
  void shouldRefuseWhatIsOutOfRange() {
    BigInteger tooHigh = HIGHEST.number().add(BigInteger.ONE);

    assertThat(Version.ofNumber(HIGHEST.number())).isEqualTo(HIGHEST);
    assertThatIllegalArgumentException().isThrownBy(() -> Version.ofNumber(tooHigh));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Version.ofNumber(BigInteger.TEN.negate()));
    assertThatIllegalArgumentException().isThrownBy(() -> new Version(-1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Version(0, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Version(0, MAX_REVISION + 1));
  }

  @Test
  void shouldHoldAllTimesFrom1970ToTheYear2262() {
    assertThat(Version.firstAt(Instant.EPOCH)).isEqualTo(Version.ZERO);
    assertThat(Version.firstAt(Version.MAX_UPDATED_AT)).isEqualTo(new Version(MAX_NANOS, 0));
    assertThat(Version.MAX_UPDATED_AT).isEqualTo("2262-04-11T23:47:16.853Z");
    assertThatExceptionOfType(DateTimeException.class)
        .isThrownBy(() -> Version.firstAt(Instant.EPOCH.minusNanos(1)));
    assertThatExceptionOfType(DateTimeException.class)
        .isThrownBy(() -> Version.firstAt(Version.MAX_UPDATED_AT.plusNanos(1)));
    assertThatExceptionOfType(DateTimeException.class)
        .isThrownBy(() -> Version.firstAt(Instant.MAX));
  }

  @Test
  void shouldNotRunIntoTheNextTime() {
    Version last = new Version(0, MAX_REVISION);

    assertThat(last.hasNextRevision()).isFalse();
    assertThatIllegalStateException().isThrownBy(last::nextRevision);
  }

  @Test
  void shouldMoveOnToTheNextTimeWhereOnlyTheOrderCounts() {
    assertThat(new Version(5, 0).next()).isEqualTo(new Version(5, 1));
    assertThat(new Version(5, MAX_REVISION).next()).isEqualTo(new Version(6, 0));
    assertThatIllegalStateException().isThrownBy(HIGHEST::next);
  }

  /** There is no event of such a time, but nothing says that one may not be asked about. */
  @Test
  void shouldCompareWithAnyTime() {
    assertThat(HIGHEST.isAfter(Instant.MAX)).isFalse();
    assertThat(Version.ZERO.isAfter(Instant.MIN)).isTrue();
    assertThat(Version.ZERO.isAt(Instant.MIN)).isFalse();
  }
}

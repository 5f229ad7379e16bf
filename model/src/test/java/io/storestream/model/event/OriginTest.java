package io.storestream.model.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storestream.model.event.Origin.Kind;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The order of the changes of one source. */
class OriginTest {

  @Test
  void shouldOrderChangesByTimeAndThenByPosition() {
    assertThat(change(1, 9).isBefore(change(2, 8))).isTrue();
    assertThat(change(2, 8).isBefore(change(1, 9))).isFalse();
    assertThat(change(1, 8).isBefore(change(1, 9))).isTrue();
    assertThat(change(1, 9).isBefore(change(1, 8))).isFalse();
    assertThat(change(1, 9).isBefore(change(1, 9))).isFalse();
  }

  @Test
  void shouldOrderReadsAndChangesByPositionWhateverTheirTimes() {
    assertThat(read(9, 1).isBefore(change(1, 2))).isTrue();
    assertThat(change(1, 2).isBefore(read(9, 1))).isFalse();
    assertThat(change(9, 1).isBefore(read(1, 2))).isTrue();
    assertThat(read(1, 2).isBefore(change(9, 1))).isFalse();
  }

  @Test
  void shouldPutAChangeAfterTheReadAtItsPosition() {
    assertThat(read(9, 1).isBefore(change(1, 1))).isTrue();
    assertThat(change(1, 1).isBefore(read(9, 1))).isFalse();
  }

  @Test
  void shouldOrderReadsByPositionAndThenByTime() {
    assertThat(read(9, 1).isBefore(read(1, 2))).isTrue();
    assertThat(read(1, 1).isBefore(read(2, 1))).isTrue();
    assertThat(read(2, 1).isBefore(read(1, 1))).isFalse();
  }

  /** A transaction that is open during a snapshot ends after it, and its changes begin before. */
  @Test
  void shouldNotPutAFirstChangeBeforeAReadOfAHigherPosition() {
    Origin first = origin(Kind.FIRST_CHANGE, 1, 1);

    assertThat(first.isBefore(read(2, 2))).isFalse();
    assertThat(read(2, 2).isBefore(first)).isFalse();
    assertThat(read(0, 0).isBefore(first)).isTrue();
    assertThat(first.isBefore(change(2, 2))).isTrue();
  }

  @Test
  void shouldTellSourcesApart() {
    Origin other = Origin.of("mysql/a", Kind.CHANGE, Instant.EPOCH, BigInteger.ONE);

    assertThat(change(1, 1).isOfSameSource(read(2, 2))).isTrue();
    assertThat(change(1, 1).isOfSameSource(other)).isFalse();
  }

  @Test
  void shouldRejectWhatCanNotBeKept() {
    assertThatThrownBy(() -> change(1, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> origin(Kind.CHANGE, Instant.EPOCH, BigInteger.ONE.shiftLeft(8 * 64)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> origin(Kind.CHANGE, Instant.MAX, BigInteger.ONE))
        .isInstanceOf(DateTimeException.class);
  }

  @Property
  void shouldReadWhatItHasWritten(@ForAll("origins") Origin origin) {
    ByteBuffer bytes = ByteBuffer.wrap(origin.toBytes());

    assertThat(Origin.isNext(bytes)).isTrue();
    assertThat(Origin.readFrom(bytes)).isEqualTo(origin);
    assertThat(bytes.hasRemaining()).isFalse();
  }

  @Provide
  Arbitrary<Origin> origins() {
    return Combinators.combine(
            Arbitraries.of(Kind.class),
            Arbitraries.longs().between(0, Long.MAX_VALUE / 2),
            Arbitraries.bigIntegers().between(BigInteger.ZERO, BigInteger.ONE.shiftLeft(300)))
        .as((kind, nanos, position) -> origin(kind, Instant.ofEpochSecond(0, nanos), position));
  }

  private static Origin change(long time, long position) {
    return origin(Kind.CHANGE, time, position);
  }

  private static Origin read(long time, long position) {
    return origin(Kind.READ, time, position);
  }

  private static Origin origin(Kind kind, long time, long position) {
    return origin(kind, Instant.ofEpochSecond(time), BigInteger.valueOf(position));
  }

  private static Origin origin(Kind kind, Instant time, BigInteger position) {
    return Origin.of("postgresql/a", kind, time, position);
  }
}

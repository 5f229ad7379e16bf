package io.storestream.maintenance.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class RedrivePositionTest {

  @Test
  void shouldBePastWhatIsBeforeItsOffset() {
    RedrivePosition position = new RedrivePosition(10, Map.of());

    assertThat(position.isPast(DeadLetters.read(9, "InvalidEvent"))).isTrue();
    assertThat(position.isPast(DeadLetters.read(10, "InvalidEvent"))).isFalse();
    assertThat(position.next(null)).isEqualTo(10);
    assertThat(position.next("FutureEvent")).isEqualTo(10);
  }

  @Test
  void shouldLeaveTheOthersBehindWhenOneExceptionIsRedriven() {
    RedrivePosition position =
        new RedrivePosition(10, Map.of("FutureEvent", 15L)).advancedTo(20, "RejectedWrite");

    assertThat(position)
        .isEqualTo(new RedrivePosition(10, Map.of("FutureEvent", 15L, "RejectedWrite", 20L)));
    assertThat(position.next(null)).isEqualTo(10);
    assertThat(position.next("FutureEvent")).isEqualTo(15);
    assertThat(position.isPast(DeadLetters.read(19, "RejectedWrite"))).isTrue();
    assertThat(position.isPast(DeadLetters.read(19, "FutureEvent"))).isFalse();
  }

  @Test
  void shouldForgetAnExceptionThatTheOthersHaveCaughtUpWith() {
    RedrivePosition position =
        new RedrivePosition(10, Map.of("FutureEvent", 15L, "RejectedWrite", 20L))
            .advancedTo(15, null);

    assertThat(position).isEqualTo(new RedrivePosition(15, Map.of("RejectedWrite", 20L)));
  }

  @Test
  void shouldNeverGoBack() {
    RedrivePosition position = new RedrivePosition(10, Map.of("FutureEvent", 15L));

    assertThat(position.advancedTo(5, null)).isEqualTo(position);
    assertThat(position.advancedTo(12, "FutureEvent")).isEqualTo(position);
  }

  @Test
  void shouldBeTheSameAfterItWasCommitted() {
    RedrivePosition plain = new RedrivePosition(10, Map.of());
    RedrivePosition ahead = new RedrivePosition(10, Map.of("a=\"1\",b", 15L, "FutureEvent", 12L));

    assertThat(plain.toCommitted()).isEqualTo(new OffsetAndMetadata(10, ""));
    assertThat(RedrivePosition.of(plain.toCommitted())).isEqualTo(plain);
    assertThat(ahead.toCommitted())
        .isEqualTo(new OffsetAndMetadata(10, "{\"FutureEvent\":12,\"a=\\\"1\\\",b\":15}"));
    assertThat(RedrivePosition.of(ahead.toCommitted())).isEqualTo(ahead);
  }

  @Test
  void shouldTakeForeignMetadataForNone() {
    assertThat(RedrivePosition.of(new OffsetAndMetadata(10, "by hand")))
        .isEqualTo(new RedrivePosition(10, Map.of()));
  }
}

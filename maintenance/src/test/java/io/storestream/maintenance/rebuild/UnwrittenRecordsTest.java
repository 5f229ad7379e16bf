package io.storestream.maintenance.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.model.Version;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class UnwrittenRecordsTest {

  private static final TopicPartition P0 = new TopicPartition("stores", 0);
  private static final TopicPartition P1 = new TopicPartition("stores", 1);
  private static final Version V1 = new Version(0, 1);
  private static final Version V2 = new Version(0, 2);

  private final UnwrittenRecords unwritten = new UnwrittenRecords();

  @Test
  void shouldBeDoneUpToTheFirstThatIsNotWritten() {
    unwritten.add("a", V1, P0, 10);
    unwritten.add("b", V1, P0, 11);
    unwritten.add("c", V1, P1, 5);
    unwritten.acknowledge("b", V1);

    assertThat(unwritten.done(Map.of(P0, 20L, P1, 6L))).isEqualTo(Map.of(P0, 10L, P1, 5L));

    unwritten.acknowledge("a", V1);
    unwritten.acknowledge("c", V1);

    assertThat(unwritten.done(Map.of(P0, 20L, P1, 6L))).isEqualTo(Map.of(P0, 20L, P1, 6L));
    assertThat(unwritten.size()).isZero();
  }

  @Test
  void shouldWaitForTheNewestOfAStore() {
    assertThat(unwritten.add("a", V1, P0, 10)).isTrue();
    assertThat(unwritten.add("a", V2, P0, 12)).isTrue();

    unwritten.acknowledge("a", V1); // which was in flight when the newer was read

    assertThat(unwritten.done(Map.of(P0, 20L))).isEqualTo(Map.of(P0, 10L));

    unwritten.acknowledge("a", V2);

    assertThat(unwritten.done(Map.of(P0, 20L))).isEqualTo(Map.of(P0, 20L));
  }

  @Test
  void shouldLeaveOutWhatIsOlderThanWhatWaits() {
    unwritten.add("a", V2, P0, 10);

    assertThat(unwritten.add("a", V1, P0, 11)).isFalse();
    assertThat(unwritten.size()).isEqualTo(1);
  }

  @Test
  void shouldHoldBackBothPartitionsThatAStoreIsIn() {
    unwritten.add("a", V1, P0, 10);
    unwritten.add("a", V2, P1, 3);

    assertThat(unwritten.done(Map.of(P0, 20L, P1, 9L))).isEqualTo(Map.of(P0, 10L, P1, 3L));

    unwritten.acknowledge("a", V2);

    assertThat(unwritten.done(Map.of(P0, 20L, P1, 9L))).isEqualTo(Map.of(P0, 20L, P1, 9L));
  }
}

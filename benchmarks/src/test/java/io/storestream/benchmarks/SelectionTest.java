package io.storestream.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storestream.benchmarks.comparison.Measurements;
import io.storestream.benchmarks.measurement.Measurement;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionTest {

  private static final List<String> ALL =
      Measurements.all().stream().map(Measurement::name).toList();

  @Test
  void shouldSelectAllByDefault() {
    Selection selection = select();

    assertThat(names(selection)).isEqualTo(ALL);
    assertThat(selection.contestants())
        .containsExactlyInAnyOrder("storestream", "flink", "consumer", "bare");
    assertThat(selection.namesFlink()).isFalse();
  }

  @Test
  void shouldSelectMeasurementsInTheOrderOfTheTable() {
    assertThat(names(select("produce", "first-load"))).containsExactly("first-load", "produce");
  }

  @Test
  void shouldSelectContestants() {
    Selection selection = select("storestream", "flink");

    assertThat(names(selection)).isEqualTo(ALL);
    assertThat(selection.contestants()).containsExactlyInAnyOrder("storestream", "flink");
    assertThat(selection.namesFlink()).isTrue();
    assertThat(selection.withoutFlink().contestants()).containsExactly("storestream");
  }

  @Test
  void shouldRefuseUnknownNames() {
    assertThatThrownBy(() -> select("updates", "spark"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "--only knows %s, storestream, flink, consumer, bare, not spark"
                .formatted(String.join(", ", ALL)));
  }

  private static Selection select(String... names) {
    return Selection.of(Measurements.all(), List.of(names));
  }

  private static List<String> names(Selection selection) {
    return selection.measurements().stream().map(Measurement::name).toList();
  }
}

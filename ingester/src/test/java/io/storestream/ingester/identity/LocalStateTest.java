package io.storestream.ingester.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.storestream.cli.CommandFailedException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalStateTest {

  private static final Uuid FIRST = new Uuid(1, 1);
  private static final Uuid SECOND = new Uuid(2, 2);

  @TempDir private Path stateDir = Path.of("");

  static Stream<Arguments> states() {
    return Stream.of(
        Arguments.of(true, Map.of("log", FIRST), Map.of("log", FIRST), null),
        Arguments.of(true, Map.of("log", FIRST), Map.of("log", FIRST, "newer", SECOND), null),
        Arguments.of(
            false,
            null,
            Map.of("log", FIRST),
            "the instance that used it last did not stop cleanly"),
        Arguments.of(
            true,
            null,
            Map.of("log", FIRST),
            "it is not from the last stop that the cluster knows of, so the directory was copied or"
                + " restored, or the cluster was"),
        Arguments.of(
            true, Map.of("log", FIRST), Map.of("log", SECOND), "topic log was recreated since"),
        Arguments.of(true, Map.of("log", FIRST), Map.of(), "topic log was recreated since"));
  }

  @ParameterizedTest
  @MethodSource("states")
  void shouldUseOnlyWhatTheLastStopHasLeft(
      boolean hasTicket,
      @Nullable Map<String, Uuid> closed,
      Map<String, Uuid> present,
      @Nullable String reason) {
    Optional<ClosedState> state =
        Optional.ofNullable(closed).map(it -> ClosedState.of(it, true, Instant.EPOCH));

    assertThat(LocalState.reasonToDrop(hasTicket, state, present, true))
        .isEqualTo(Optional.ofNullable(reason));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldNotUseWhatOtherTasksHaveLeft(boolean inPlace) {
    ClosedState closed = ClosedState.of(Map.of("log", FIRST), inPlace, Instant.EPOCH);

    assertThat(ClosedState.parse(closed.toJson())).hasValue(closed);
    assertThat(LocalState.reasonToDrop(true, Optional.of(closed), Map.of("log", FIRST), !inPlace))
        .hasValue(
            "the topic of the change events has another number of partitions, so tasks have other"
                + " numbers");
  }

  @Test
  void shouldBeOfOneInstanceAtATime() {
    LocalState first = LocalState.lock(stateDir, "cluster", "app");
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> LocalState.lock(stateDir, "cluster", "app"))
        .withMessage(
            "another instance of application app uses %s for its state: give each instance a separate --state-dir"
                .formatted(stateDir));
    LocalState.lock(stateDir, "cluster", "other").close();
    LocalState.lock(stateDir, "other", "app").close();

    first.close();
    LocalState.lock(stateDir, "cluster", "app").close();
  }
}

package io.storestream.ingester.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.ingester.memory.OpenStore;
import io.storestream.kafka.record.StateSerdes;
import io.storestream.kafka.record.StoreVersion;
import io.storestream.model.Fingerprint;
import io.storestream.model.Version;
import io.storestream.model.event.Origin;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a task knows of its stores, as records of the changelog have it, and as it is found. */
class StoreStatesTest {

  private static final Instant NOW = Instant.parse("2020-01-01T00:00:00.123Z");

  static List<StoreState> states() {
    Version version = new Version(Version.firstAt(NOW).nanos() + 1, 2);
    StoreVersion open = new StoreVersion(version, new Fingerprint(3, 4), "US#NE#OMAHA", 5, null);
    StoreVersion deleted =
        new StoreVersion(version, Fingerprint.DELETED, StoreVersion.NOWHERE, 6, "US##");
    StoreVersion ofLongCity =
        new StoreVersion(version, new Fingerprint(7, 8), "ZÜRICH#".repeat(100_000), 9, null);
    StoreState.LastWrite content =
        new StoreState.LastWrite(10, version, NOW, "{\"storeNumber\":\"17\"}".getBytes(UTF_8));
    StoreState.LastWrite deletion =
        new StoreState.LastWrite(Long.MAX_VALUE, version, NOW, new byte[0]);
    return List.of(
        new StoreState(open, null, null),
        new StoreState(open, null, content),
        new StoreState(open.at(version.next()), null, content), // the same content, at a later time
        new StoreState(deleted, null, null),
        new StoreState(deleted, null, deletion),
        new StoreState(ofLongCity, null, null),
        new StoreState(ofLongCity, null, content),
        new StoreState(open, origin(Origin.Kind.CHANGE, BigInteger.ONE.shiftLeft(500)), content),
        new StoreState(open, origin(Origin.Kind.FIRST_CHANGE, BigInteger.TWO), content),
        new StoreState(deleted, origin(Origin.Kind.READ, BigInteger.ZERO), null));
  }

  @ParameterizedTest
  @MethodSource("states")
  void shouldReadWhatItHasWritten(StoreState state) {
    try (Serde<StoreState> serde = StoreState.serde()) {
      byte[] bytes = serde.serializer().serialize("topic", state);

      assertThat(serde.deserializer().deserialize("topic", bytes))
          .usingRecursiveComparison()
          .isEqualTo(state);
    }
  }

  @Test
  void shouldTakeNoByteForAnUnknownOrigin() {
    StoreVersion version = states().get(0).version();
    try (Serde<StoreState> serde = StoreState.serde()) {
      byte[] bytes = serde.serializer().serialize("topic", new StoreState(version, null, null));

      assertThat(bytes).isEqualTo(StateSerdes.encode(version, new byte[0]));
    }
  }

  @ParameterizedTest
  @MethodSource("states")
  void shouldBeginWithTheVersionThatOtherProgramsRead(StoreState state) {
    try (Serde<StoreState> serde = StoreState.serde();
        Serde<StoreVersion> ofVersion = StateSerdes.storeVersion()) {
      byte[] bytes = serde.serializer().serialize("topic", state);

      assertThat(ofVersion.deserializer().deserialize("topic", bytes)).isEqualTo(state.version());
    }
  }

  /** With room for all states, for some, and for none. */
  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, 1_000, 0})
  void shouldFindEachStateWithoutItsWrite(long cacheBytes) {
    KeyValueStore<String, StoreState> store = OpenStore.of(StoreState.serde());
    StoreStates states = new StoreStates(store, cacheBytes);
    states.load((storeNumber, state) -> {});

    for (int i = 0; i < states().size(); i++) {
      assertThat(states.get("of " + i)).isNull();
      states.put("of " + i, states().get(states().size() - 1 - i)); // replaced by the next one
      states.put("of " + i, states().get(i));
    }

    assertFound(states);
    StoreStates next = new StoreStates(store, cacheBytes);
    List<StoreState> loaded = new ArrayList<>();
    next.load((storeNumber, state) -> loaded.add(state));
    assertThat(loaded).usingRecursiveFieldByFieldElementComparator().isEqualTo(states());
    assertFound(next);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, 0})
  void shouldRememberAnEventOfTheFuture(long cacheBytes) {
    KeyValueStore<String, StoreState> store = OpenStore.of(StoreState.serde());
    StoreStates states = new StoreStates(store, cacheBytes);
    states.load((key, state) -> {});
    SourceOffset offset = new SourceOffset(new Uuid(1, 2), 3, 4);
    assertThat(states.hasFutureEvent(offset)).isFalse();

    states.addFutureEvent(offset);

    assertThat(states.hasFutureEvent(offset)).isTrue();
    StoreStates next = new StoreStates(store, cacheBytes);
    next.load((key, state) -> {});
    assertThat(next.hasFutureEvent(offset)).isTrue();
    assertThat(next.hasFutureEvent(new SourceOffset(new Uuid(1, 2), 3, 5))).isFalse();
  }

  private static void assertFound(StoreStates states) {
    for (int i = 0; i < states().size(); i++) {
      assertThat(states.get("of " + i)).isEqualTo(states().get(i).withoutWrite());
    }
    assertThat(states.get("another")).isNull();
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, 0})
  void shouldKeepTheWriteOfAStateThatIsUpdated(long cacheBytes) {
    KeyValueStore<String, StoreState> store = OpenStore.of(StoreState.serde());
    StoreStates states = new StoreStates(store, cacheBytes);
    states.load((storeNumber, state) -> {});
    StoreState first = states().get(1);
    StoreVersion later = first.version().at(first.version().version().next());
    Origin origin = origin(Origin.Kind.CHANGE, BigInteger.TEN);

    states.put("17", first);
    states.update("17", later, origin);

    assertThat(states.get("17")).isEqualTo(new StoreState(later, origin, null));
    assertThat(store.get("17"))
        .usingRecursiveComparison()
        .isEqualTo(new StoreState(later, origin, first.lastWrite()));
  }

  @Test
  void shouldCacheNoContent() {
    KeyValueStore<String, StoreState> store = OpenStore.of(StoreState.serde());
    StoreStates states = new StoreStates(store, 1_000);
    states.load((storeNumber, state) -> {});
    StoreVersion version = states().get(0).version();
    states.put(
        "17",
        new StoreState(
            version, null, new StoreState.LastWrite(1, version.version(), NOW, new byte[10_000])));

    store.delete("17"); // as no other program may

    assertThat(states.get("17")).isEqualTo(new StoreState(version, null, null));
  }

  private static Origin origin(Origin.Kind kind, BigInteger position) {
    return Origin.of("postgresql/inventory/stores", kind, NOW, position);
  }
}

package io.storestream.ingester.topology;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.ingester.outbox.OutboxEntry;
import io.storestream.kafka.record.StoreVersion;
import io.storestream.model.Fingerprint;
import io.storestream.model.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which writes the next task repeats, as acknowledgements arrive. */
class StoreStatesTest {

  private static final Version V1 = Version.firstAt(Instant.EPOCH);
  private static final Version V2 = V1.next();

  private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
  private final KeyValueStore<String, StoreState> store = store("states", StoreState.serde());
  private final KeyValueStore<String, Long> positions = store("applied", Serdes.Long());

  private StoreStates states;

  @BeforeEach
  void start() {
    restart();
  }

  @Test
  void shouldRepeatWhatIsNotAcknowledgedInTheOrderOfAcceptance() {
    accept("C", V1);
    accept("B", V1);
    accept("A", V1);

    restart();

    assertThat(pending()).containsExactly("C 0", "B 0", "A 0");
  }

  @Test
  void shouldRepeatNothingWhenAllIsAcknowledged() {
    accept("A", V1);
    accept("B", V1);
    acknowledge("B", V1);
    acknowledge("A", V1);

    restart();

    assertThat(pending()).isEmpty();
  }

  /** The table takes the repeated write of B as done. */
  @Test
  void shouldRepeatFromTheFirstThatIsNotAcknowledged() {
    accept("A", V1);
    accept("B", V1);
    accept("C", V1);
    acknowledge("A", V1);
    acknowledge("C", V1);
    assertThat(pending()).containsExactly("B 0");

    restart();

    assertThat(pending()).containsExactly("B 0", "C 0");
  }

  @Test
  void shouldRepeatOnlyTheLastWriteOfAStore() {
    accept("A", V1);
    accept("B", V1);
    accept("A", V2);
    acknowledge("B", V1);
    assertThat(acknowledge("A", V1)).isFalse();
    assertThat(pending()).containsExactly("A 1");

    restart();

    assertThat(pending()).containsExactly("A 1");
  }

  @Test
  void shouldNotRepeatAnAcknowledgedWriteWhenTheVersionMovesOn() {
    accept("A", V1);
    acknowledge("A", V1);
    states.put("A", state("A").at(version(V2)));

    restart();

    assertThat(pending()).isEmpty();
    assertThat(state("A").version().version()).isEqualTo(V2);
  }

  @Test
  void shouldNumberWritesOnAfterARestart() {
    accept("A", V1);
    acknowledge("A", V1);
    restart();
    accept("B", V1);
    restart();
    accept("C", V1);

    assertThat(pending()).containsExactly("B 0", "C 0");
    assertThat(List.of(sequence("A"), sequence("B"), sequence("C"))).containsExactly(1L, 2L, 3L);
  }

  /** As when the topic of the positions is lost: harmless, as the table has them already. */
  @Test
  void shouldRepeatEveryWriteIfItDoesNotKnowWhatIsAcknowledged() {
    accept("A", V1);
    accept("B", V1);
    acknowledge("A", V1);
    acknowledge("B", V1);
    positions.delete("first-pending");

    restart();

    assertThat(pending()).containsExactly("A 0", "B 0");
  }

  private void accept(String storeNumber, Version version) {
    states.put(storeNumber, version(version), new OutboxEntry(version, Instant.EPOCH, new byte[0]));
  }

  /** Returns whether it was the last write of the store. */
  private boolean acknowledge(String storeNumber, Version version) {
    OutboxEntry last = states.acknowledge(storeNumber, version);
    states.rememberAcknowledged();
    return last != null && last.version().equals(version);
  }

  private void restart() {
    states = new StoreStates(store, new AppliedChanges(positions));
  }

  private List<String> pending() {
    List<String> pending = new ArrayList<>();
    states.forEach((key, entry) -> pending.add(key + " " + entry.version().revision()));
    return pending;
  }

  private long sequence(String storeNumber) {
    return requireNonNull(state(storeNumber).lastWrite()).sequence();
  }

  private StoreState state(String storeNumber) {
    return requireNonNull(states.get(storeNumber));
  }

  private static StoreVersion version(Version version) {
    return new StoreVersion(version, Fingerprint.DELETED, StoreVersion.NOWHERE, 0);
  }

  private <T> KeyValueStore<String, T> store(String name, Serde<T> serde) {
    KeyValueStore<String, T> store =
        Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), serde)
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    return store;
  }
}

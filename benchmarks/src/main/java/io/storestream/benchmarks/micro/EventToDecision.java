package io.storestream.benchmarks.micro;

import io.storestream.ingester.topology.Resolution;
import io.storestream.ingester.topology.StoreState;
import io.storestream.kafka.record.StoreVersion;
import io.storestream.model.Fingerprint;
import io.storestream.model.Store;
import io.storestream.model.Version;
import io.storestream.model.event.InvalidEventException;
import io.storestream.model.event.StoreChange;
import io.storestream.model.event.StoreChangeCodec;
import io.storestream.model.event.StoreCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The work of the ingester on an event, without Kafka and its state store: parse it, fingerprint
 * its content, and resolve it against the known version of its store.
 */
@State(Scope.Thread)
public class EventToDecision {

  private static final Instant LATER = SampleStores.UPDATED_AT.plus(Duration.ofDays(1));

  private final List<byte[]> same = events(SampleStores.stores());
  private final List<byte[]> changed = events(SampleStores.changedStores());
  private final List<StoreState> known =
      SampleStores.stores().stream().map(EventToDecision::state).toList();
  private int next;

  /** Called by JMH. */
  public EventToDecision() {}

  /** Resolves a later event with other content. */
  @Benchmark
  public Resolution accept() throws InvalidEventException {
    // The first store of a generated file never changes.
    next = next + 1 == SampleStores.COUNT ? 1 : next + 1;
    return resolve(changed.get(next), known.get(next));
  }

  /** Resolves a later event with the same content. */
  @Benchmark
  public Resolution dropDuplicate() throws InvalidEventException {
    next = next + 1 == SampleStores.COUNT ? 1 : next + 1;
    return resolve(same.get(next), known.get(next));
  }

  private static Resolution resolve(byte[] event, StoreState known) throws InvalidEventException {
    StoreChange change = StoreChangeCodec.decode(event, LATER);
    Store store = ((StoreChange.Upsert) change).store();
    return Resolution.of(
        known,
        change,
        Fingerprint.of(StoreCodec.encode(store)),
        () -> StoreVersion.locationsOf(store, true));
  }

  private static List<byte[]> events(List<Store> stores) {
    return stores.stream()
        .map(store -> StoreChangeCodec.encode(new StoreChange.Upsert(store, LATER)))
        .toList();
  }

  private static StoreState state(Store store) {
    return new StoreState(
        StoreVersion.uncounted(
            Version.firstAt(SampleStores.UPDATED_AT),
            Fingerprint.of(StoreCodec.encode(store)),
            StoreVersion.locationsOf(store, true)),
        null,
        null);
  }
}

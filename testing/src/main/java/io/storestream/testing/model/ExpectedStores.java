package io.storestream.testing.model;

import io.storestream.testing.workload.Change;
import io.storestream.testing.workload.Fate;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The expected result of the published changes, computed from the rules alone and without any code
 * of the product:
 *
 * <ul>
 *   <li>An event older than the store's version, if only by a nanosecond, is stale.
 *   <li>An event that is not older and has the same content is a duplicate: nothing is written, but
 *       the store's version advances.
 *   <li>Every other event is accepted, with the first version of its time or the one after the
 *       store's version.
 * </ul>
 *
 * The rules use no clock, so changes from the future are accepted, and they do not model what
 * DynamoDB rejects. Takes about one kilobyte of memory for each store. Not thread-safe.
 */
public final class ExpectedStores {

  private final Map<String, Known> known = new HashMap<>();
  private final Map<Fate, Long> fates = new EnumMap<>(Fate.class);

  /**
   * @param version the newest version, including that of later duplicates
   */
  private record Known(BigInteger version, ExpectedStore store) {}

  public ExpectedStores() {
    for (Fate fate : Fate.values()) {
      fates.put(fate, 0L);
    }
  }

  /** Adds a change. The changes of a store must be added in their order in the topic. */
  public Fate add(Change change) {
    Fate fate = ExpectedEvent.read(change).map(this::resolve).orElse(Fate.DEAD_LETTERED);
    fates.merge(fate, 1L, Long::sum);
    return fate;
  }

  /** Returns the number of changes for every fate. */
  public Map<Fate, Long> fates() {
    return Collections.unmodifiableMap(fates);
  }

  /** Returns all stores that were ever accepted, deleted ones included, in no order. */
  public Collection<ExpectedStore> stores() {
    return known.values().stream().map(Known::store).toList();
  }

  /** Returns a store, which may be deleted; nothing if it was never accepted. */
  public Optional<ExpectedStore> find(String storeNumber) {
    return Optional.ofNullable(known.get(storeNumber)).map(Known::store);
  }

  private Fate resolve(ExpectedEvent event) {
    BigInteger firstVersion = ExpectedStore.firstVersionAt(event.time());
    Known before = known.get(event.storeNumber());
    if (before == null) {
      return accept(event, firstVersion);
    }
    if (event.time().isBefore(ExpectedStore.timeOf(before.version()))) {
      return Fate.STALE;
    }
    if (Objects.equals(event.content(), before.store().content())) {
      known.put(event.storeNumber(), new Known(before.version().max(firstVersion), before.store()));
      return Fate.DUPLICATE;
    }
    return accept(event, before.version().add(BigInteger.ONE).max(firstVersion));
  }

  private Fate accept(ExpectedEvent event, BigInteger version) {
    ExpectedStore store = new ExpectedStore(event.storeNumber(), version, event.content());
    known.put(event.storeNumber(), new Known(version, store));
    return Fate.ACCEPTED;
  }
}

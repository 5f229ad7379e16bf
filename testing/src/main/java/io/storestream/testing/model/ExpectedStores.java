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
 * What has to become of the changes that were published, by the rules alone and without any code of
 * the product:
 *
 * <ul>
 *   <li>What is older than the store's version, if only by a nanosecond, is stale.
 *   <li>What is not older and has the same content is a duplicate: it is written nowhere, but the
 *       version moves on with it.
 *   <li>All else is accepted, as the first version of its time or the one after the store's.
 * </ul>
 *
 * <p>Knows neither the present, so changes from the future are accepted, nor what DynamoDB refuses.
 * Takes about a kilobyte of memory a store. Not thread-safe.
 */
public final class ExpectedStores {

  private final Map<String, Known> known = new HashMap<>();
  private final Map<Fate, Long> fates = new EnumMap<>(Fate.class);

  /**
   * @param version the newest, if only of an event that said the same again
   */
  private record Known(BigInteger version, ExpectedStore store) {}

  public ExpectedStores() {
    for (Fate fate : Fate.values()) {
      fates.put(fate, 0L);
    }
  }

  /** Takes in a change, in the order in which those of its store are in the topic. */
  public Fate add(Change change) {
    Fate fate = ExpectedEvent.read(change).map(this::resolve).orElse(Fate.DEAD_LETTERED);
    fates.merge(fate, 1L, Long::sum);
    return fate;
  }

  /** Returns how many changes have met each fate; all fates are there. */
  public Map<Fate, Long> fates() {
    return Collections.unmodifiableMap(fates);
  }

  /** Returns all stores that were ever accepted, deleted ones too, in no order. */
  public Collection<ExpectedStore> stores() {
    return known.values().stream().map(Known::store).toList();
  }

  /** Returns a store, a deleted one too; nothing if it was never accepted. */
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

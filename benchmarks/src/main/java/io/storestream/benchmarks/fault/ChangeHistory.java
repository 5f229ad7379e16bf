package io.storestream.benchmarks.fault;

import io.storestream.testing.model.ExpectedEvent;
import io.storestream.testing.model.ExpectedStore;
import io.storestream.testing.model.ExpectedStores;
import io.storestream.testing.workload.Change;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The changes of a topic: what they must lead to, and which contents each store had on the way.
 * Used by one thread.
 */
final class ChangeHistory {

  private final ExpectedStores expected = new ExpectedStores();
  private final Map<String, OfStore> stores = new HashMap<>();

  /** The contents of all usable events of a store, and the last one; none if it deletes. */
  private static final class OfStore {
    private final Set<SortedMap<String, String>> contents = new HashSet<>();
    private @Nullable SortedMap<String, String> last;

    private void add(@Nullable SortedMap<String, String> content) {
      last = content;
      if (content != null) {
        contents.add(content);
      }
    }
  }

  /** Adds a change; the changes of a store in their order in the topic. */
  void add(Change change) {
    expected.add(change);
    ExpectedEvent.read(change)
        .ifPresent(
            event ->
                stores
                    .computeIfAbsent(event.storeNumber(), it -> new OfStore())
                    .add(event.content()));
  }

  /** Returns the model of what the changes must lead to. */
  ExpectedStores expected() {
    return expected;
  }

  /** Returns the stores that usable events name. */
  Set<String> storeNumbers() {
    return stores.keySet();
  }

  /** Returns the expected content; nothing if the store is deleted or no usable event names it. */
  Optional<SortedMap<String, String>> expectedContent(String storeNumber) {
    return expected.find(storeNumber).map(ExpectedStore::content);
  }

  /** Returns the content of the last event of a store in the topic; nothing if it deletes. */
  Optional<SortedMap<String, String>> lastContent(String storeNumber) {
    OfStore store = stores.get(storeNumber);
    return store == null ? Optional.empty() : Optional.ofNullable(store.last);
  }

  /** Returns whether any event of a store has this content. */
  boolean hasContent(String storeNumber, SortedMap<String, String> content) {
    OfStore store = stores.get(storeNumber);
    return store != null && store.contents.contains(content);
  }
}

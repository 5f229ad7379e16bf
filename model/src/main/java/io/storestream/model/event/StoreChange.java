package io.storestream.model.event;

import io.storestream.model.Store;
import io.storestream.model.StoreNumber;
import java.time.Instant;

/** One event: what a store looks like from a moment on, or that it is gone. */
public sealed interface StoreChange {

  /** Returns which store changed. */
  String storeNumber();

  /** Returns when, by the upstream system's clock; what is newer wins. */
  Instant updatedAt();

  /** The store looks like this now, whether it existed before or not. */
  record Upsert(Store store, Instant updatedAt) implements StoreChange {
    @Override
    public String storeNumber() {
      return store.storeNumber();
    }
  }

  /** The store is gone. */
  record Delete(String storeNumber, Instant updatedAt) implements StoreChange {
    /**
     * @throws IllegalArgumentException as {@link StoreNumber#require} says
     */
    public Delete {
      storeNumber = StoreNumber.require(storeNumber);
    }
  }
}

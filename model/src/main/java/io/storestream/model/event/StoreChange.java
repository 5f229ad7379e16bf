package io.storestream.model.event;

import io.storestream.model.Store;
import io.storestream.model.StoreNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One event: what a store looks like from a moment on, or that it is gone. */
public sealed interface StoreChange {

  /** Returns which store changed. */
  String storeNumber();

  /** Returns when, by the upstream system's clock; what is newer wins. */
  Instant updatedAt();

  /**
   * Returns where the change stands among those of its source; {@code null} if only its time is
   * known. It orders the changes of one source where their times don't.
   */
  @Nullable Origin origin();

  /** Returns the same change at a place among those of its source. */
  StoreChange at(@Nullable Origin other);

  /** The store looks like this now, whether it existed before or not. */
  record Upsert(Store store, Instant updatedAt, @Nullable Origin origin) implements StoreChange {

    /** A change of which only the time is known. */
    public Upsert(Store store, Instant updatedAt) {
      this(store, updatedAt, null);
    }

    @Override
    public String storeNumber() {
      return store.storeNumber();
    }

    @Override
    public StoreChange at(@Nullable Origin other) {
      return new Upsert(store, updatedAt, other);
    }
  }

  /** The store is gone. */
  record Delete(String storeNumber, Instant updatedAt, @Nullable Origin origin)
      implements StoreChange {

    /**
     * @throws IllegalArgumentException as {@link StoreNumber#require} says
     */
    public Delete {
      storeNumber = StoreNumber.require(storeNumber);
    }

    /**
     * A change of which only the time is known.
     *
     * @throws IllegalArgumentException as {@link StoreNumber#require} says
     */
    public Delete(String storeNumber, Instant updatedAt) {
      this(storeNumber, updatedAt, null);
    }

    @Override
    public StoreChange at(@Nullable Origin other) {
      return new Delete(storeNumber, updatedAt, other);
    }
  }
}

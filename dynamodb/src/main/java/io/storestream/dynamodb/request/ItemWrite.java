package io.storestream.dynamodb.request;

import io.storestream.dynamodb.item.AttributeSink;
import io.storestream.dynamodb.item.CountItems;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.model.AcceptedState;
import io.storestream.model.LocationCount;
import io.storestream.model.Version;
import java.time.Instant;

/** A write of one item. Immutable. */
public sealed interface ItemWrite {

  /** Returns the item's primary key as one text. */
  String key();

  /** Returns the item's version. */
  Version version();

  /** Returns when the ingester accepted the state to be written. */
  Instant acceptedAt();

  /**
   * Returns whether the ingester knows no earlier state of the item, so that the table most
   * probably has none.
   */
  boolean isNew();

  /** Describes the whole item. */
  void describe(AttributeSink sink);

  /** An item of the stores table. */
  record StoreItem(AcceptedState accepted, boolean isNew) implements ItemWrite {

    @Override
    public String key() {
      return accepted.storeNumber();
    }

    @Override
    public Version version() {
      return accepted.state().version();
    }

    @Override
    public Instant acceptedAt() {
      return accepted.acceptedAt();
    }

    @Override
    public void describe(AttributeSink sink) {
      StoreItems.describe(accepted.state(), accepted.acceptedAt(), sink);
    }
  }

  /** An item of the counts table. */
  record CountItem(LocationCount count, Instant acceptedAt, boolean isNew) implements ItemWrite {

    @Override
    public String key() {
      return count.location().path();
    }

    @Override
    public Version version() {
      return count.version();
    }

    @Override
    public void describe(AttributeSink sink) {
      CountItems.describe(count, sink);
    }
  }
}

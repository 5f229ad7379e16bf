package io.storestream.dynamodb.writer;

import io.storestream.dynamodb.item.StoreItems;
import io.storestream.model.AcceptedState;
import io.storestream.model.Version;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A state of a store, to the table of stores. */
public record StoreWrite(AcceptedState accepted) implements ItemWrite {

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
  public Map<String, AttributeValue> toItem() {
    return StoreItems.toItem(accepted);
  }
}

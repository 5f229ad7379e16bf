package io.storestream.dynamodb.writer;

import io.storestream.dynamodb.item.CountItems;
import io.storestream.model.LocationCount;
import io.storestream.model.Version;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A count, to the table of counts. */
public record CountWrite(LocationCount count, Instant acceptedAt) implements ItemWrite {

  @Override
  public String key() {
    return count.location().path();
  }

  @Override
  public Version version() {
    return count.version();
  }

  @Override
  public Map<String, AttributeValue> toItem() {
    return CountItems.toItem(count);
  }
}

package io.storestream.ingester.outbox;

import io.storestream.dynamodb.writer.CountWrite;
import io.storestream.dynamodb.writer.ItemWrite;
import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.model.Version;
import java.time.Instant;

/**
 * A count that the table has not acknowledged.
 *
 * @param changedAt by the wall clock, to the millisecond
 */
public record PendingCount(Version version, Instant changedAt, long count) implements PendingWrite {

  @Override
  public ItemWrite toWrite(String path) {
    return new CountWrite(toCount(Location.parse(path)), changedAt);
  }

  public LocationCount toCount(Location location) {
    return new LocationCount(location, count, version);
  }
}

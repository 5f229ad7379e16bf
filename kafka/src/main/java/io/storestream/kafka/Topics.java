package io.storestream.kafka;

import io.storestream.model.Location;
import io.storestream.model.Version;
import io.storestream.model.event.StoreChangeCodec;

/** The names of the topics that producers, the ingester and consumers of its output agree on. */
public final class Topics {

  /**
   * Change events as upstream systems publish them, any key; values by {@link StoreChangeCodec}.
   */
  public static final String STORE_CHANGES = "store-changes";

  /**
   * The current state of each store, compacted, keyed by store number; records by {@code
   * record.StoreRecords}, a tombstone where the store is deleted, the version in the header {@link
   * #VERSION_HEADER}, and the acceptance as the record's timestamp. Written in transactions: read
   * committed records only.
   */
  public static final String STORES = "stores";

  /**
   * The current count of each country, state and city, compacted, keyed by {@link Location#path()};
   * records by {@code record.CountRecords}, the version in the header {@link #VERSION_HEADER}. A
   * count is here once it is in the table. Written in transactions: read committed records only.
   */
  public static final String LOCATION_COUNTS = "location-counts";

  /**
   * Record header on {@link #STORES} and {@link #LOCATION_COUNTS}: the decimal digits of {@link
   * Version#number()}, as UTF-8.
   */
  public static final String VERSION_HEADER = "version";

  private static final String DEAD_LETTER_SUFFIX = "-dlq";

  private Topics() {}

  /** Returns the name of the topic that receives the events of {@code topic} that are unusable. */
  public static String deadLetterTopicOf(String topic) {
    return topic + DEAD_LETTER_SUFFIX;
  }
}

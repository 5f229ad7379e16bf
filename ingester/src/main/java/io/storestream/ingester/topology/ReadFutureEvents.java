package io.storestream.ingester.topology;

import io.storestream.kafka.record.StoreVersion;
import io.storestream.model.Fingerprint;
import io.storestream.model.Version;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Events that became dead letters because they were from the future when they were read. When Kafka
 * delivers them again later, their time has come; without this record of them they would be
 * applied. They are on disk beside the stores' versions, because a wrong upstream clock can produce
 * many. Owned by the task's stream thread.
 */
final class ReadFutureEvents {

  private static final StoreVersion MARK =
      new StoreVersion(Version.ZERO, Fingerprint.UNKNOWN, StoreVersion.NOWHERE, 0);

  private final KeyValueStore<String, StoreVersion> versions;

  ReadFutureEvents(KeyValueStore<String, StoreVersion> versions) {
    this.versions = versions;
  }

  void add(SourceOffset offset) {
    versions.put(key(offset), MARK);
  }

  boolean contains(SourceOffset offset) {
    return versions.get(key(offset)) != null;
  }

  private static String key(SourceOffset offset) {
    return StoreVersion.OTHER_KEY + offset.source() + '@' + offset.offset();
  }
}

package io.storestream.ingester.topology;

import io.storestream.kafka.record.StoreVersion;
import io.storestream.model.Fingerprint;
import io.storestream.model.Version;

/**
 * Events that became dead letters because they were from the future when they were read. When Kafka
 * delivers them again later, their time has come; without this record of them they would be
 * applied. They are on disk beside the stores' versions, because a wrong upstream clock can produce
 * many. Owned by the task's stream thread.
 */
final class ReadFutureEvents {

  private static final StoreState MARK =
      new StoreState(
          new StoreVersion(Version.ZERO, Fingerprint.UNKNOWN, StoreVersion.NOWHERE, 0), null);

  private final StoreStates states;

  ReadFutureEvents(StoreStates states) {
    this.states = states;
  }

  void add(SourceOffset offset) {
    states.put(key(offset), MARK);
  }

  boolean contains(SourceOffset offset) {
    return states.get(key(offset)) != null;
  }

  private static String key(SourceOffset offset) {
    return StoreVersion.OTHER_KEY + offset.source() + '@' + offset.offset();
  }
}

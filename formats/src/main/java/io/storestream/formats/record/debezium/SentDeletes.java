package io.storestream.formats.record.debezium;

import io.storestream.model.Fingerprint;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The keys of the latest deletes, each of which a tombstone follows, if the connector sends them.
 * Thread-safe.
 */
final class SentDeletes {

  /** How many are remembered; a tombstone is the next record of its partition. */
  private static final int MAX = 10_000;

  private final Set<Fingerprint> keys =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Fingerprint, Boolean> eldest) {
              return size() > MAX;
            }
          });

  synchronized void add(byte[] key) {
    keys.add(Fingerprint.of(key));
  }

  /** Forgets a key, and returns whether it was there. */
  synchronized boolean remove(byte[] key) {
    return !keys.isEmpty() && keys.remove(Fingerprint.of(key));
  }
}

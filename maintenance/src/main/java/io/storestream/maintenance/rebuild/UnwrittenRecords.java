package io.storestream.maintenance.rebuild;

import io.storestream.model.Version;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/**
 * The records that are read, and not in the table yet: one entry per store, and the offset up to
 * which each partition is done without a gap. Not thread-safe.
 */
final class UnwrittenRecords {

  private final Map<String, Entry> entries = new HashMap<>();
  private final Map<TopicPartition, NavigableSet<Long>> offsets = new HashMap<>();

  /** Returns how many stores wait. */
  int size() {
    return entries.size();
  }

  /**
   * Adds a record.
   *
   * @return whether it is the newest of its store; if not, it need not be written
   */
  boolean add(String storeNumber, Version version, TopicPartition partition, long offset) {
    Entry entry = entries.computeIfAbsent(storeNumber, it -> new Entry(version));
    // The first offset represents all records of the store: all are done once the newest is
    // written.
    if (entry.firsts.putIfAbsent(partition, offset) == null) {
      offsets.computeIfAbsent(partition, it -> new TreeSet<>()).add(offset);
    }
    if (version.compareTo(entry.newest) < 0) {
      return false;
    }
    entry.newest = version;
    return true;
  }

  /** Drops a store if DynamoDB acknowledged its newest version. */
  void acknowledge(String storeNumber, Version version) {
    Entry entry = entries.get(storeNumber);
    if (entry != null && entry.newest.equals(version)) {
      entries.remove(storeNumber);
      entry.firsts.forEach(
          (partition, offset) -> Objects.requireNonNull(offsets.get(partition)).remove(offset));
    }
  }

  /**
   * Returns up to where all is done.
   *
   * @param read up to where all is read
   */
  Map<TopicPartition, Long> done(Map<TopicPartition, Long> read) {
    Map<TopicPartition, Long> done = new HashMap<>(read);
    offsets.forEach(
        (partition, waiting) -> {
          if (!waiting.isEmpty()) {
            done.merge(partition, waiting.first(), Math::min);
          }
        });
    return done;
  }

  private static final class Entry {
    private final Map<TopicPartition, Long> firsts = new HashMap<>(2);
    private Version newest;

    Entry(Version newest) {
      this.newest = newest;
    }
  }
}

package io.storestream.maintenance.rebuild;

import io.storestream.model.Version;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/**
 * Which records are read, and not in the table yet: an entry a store, and how far each partition is
 * done without a gap. Not thread-safe.
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
    // The first offset stands for all of the store: only when the newest is written, all are done.
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

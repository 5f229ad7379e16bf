package io.storestream.maintenance.deadletter;

import org.apache.kafka.common.TopicPartition;

/**
 * A part of a partition.
 *
 * @param start of the first record
 * @param end behind the last record
 */
record OffsetRange(TopicPartition partition, long start, long end) {

  /** Returns the part of this that begins no earlier than at an offset. */
  OffsetRange from(long offset) {
    return new OffsetRange(partition, Math.min(Math.max(start, offset), end), end);
  }

  /** Returns how many offsets it spans; not each of them has to be a record's. */
  long length() {
    return end - start;
  }
}

package io.storestream.ingester.topology;

import java.nio.ByteBuffer;
import org.apache.kafka.common.Uuid;

/**
 * The topic, partition and offset of an event. They stay the same when the event is read again,
 * even if the consumer group has lost its positions.
 *
 * @param topicId distinguishes the topic from an earlier topic of the same name
 */
record SourceOffset(Uuid topicId, int partition, long offset) {

  private static final int BYTES = 3 * Long.BYTES + Integer.BYTES;

  /** Returns a name of the partition that is unique among all topics. */
  String source() {
    return topicId + "-" + partition;
  }

  /** Returns whether the other was read from the same partition. */
  boolean isOfSameSource(SourceOffset other) {
    return partition == other.partition && topicId.equals(other.topicId);
  }

  byte[] toBytes() {
    return ByteBuffer.allocate(BYTES)
        .putLong(topicId.getMostSignificantBits())
        .putLong(topicId.getLeastSignificantBits())
        .putInt(partition)
        .putLong(offset)
        .array();
  }

  static SourceOffset fromBytes(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new SourceOffset(
        new Uuid(buffer.getLong(), buffer.getLong()), buffer.getInt(), buffer.getLong());
  }
}

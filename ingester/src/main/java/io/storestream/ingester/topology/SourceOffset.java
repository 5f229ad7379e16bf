package io.storestream.ingester.topology;

import java.nio.ByteBuffer;
import org.apache.kafka.common.Uuid;

/**
 * Where an event was read. The same event read again has the same source offset, whatever has
 * become of the consumer group's positions.
 *
 * @param topicId tells the topic from another that had its name before, whose offsets mean nothing
 *     here
 */
record SourceOffset(Uuid topicId, int partition, long offset) {

  private static final int BYTES = 3 * Long.BYTES + Integer.BYTES;

  /** Returns the name of the partition, which no other topic's partition has. */
  String source() {
    return topicId + "-" + partition;
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

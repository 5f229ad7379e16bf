package io.storestream.formats.record.registry;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in the wire format of schema registries: the magic byte 0, the ID of a schema in four bytes
 * with the highest first, and the data.
 *
 * @param schemaId 1 or more
 * @param bytes all of them; the data begins at {@link #DATA_INDEX}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Framed(int schemaId, byte[] bytes) {

  static final int DATA_INDEX = 1 + Integer.BYTES;

  private static final byte MAGIC_BYTE = 0;

  /** Returns what is framed, or {@code null} if nothing is. */
  static @Nullable Framed of(byte @Nullable [] bytes) {
    if (bytes == null || bytes.length < DATA_INDEX || bytes[0] != MAGIC_BYTE) {
      return null;
    }
    int schemaId = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
    return schemaId > 0 ? new Framed(schemaId, bytes) : null;
  }

  int dataLength() {
    return bytes.length - DATA_INDEX;
  }
}

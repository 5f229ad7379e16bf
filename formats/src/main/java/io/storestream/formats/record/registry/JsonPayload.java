package io.storestream.formats.record.registry;

import java.util.Arrays;

/** Data that is JSON already: the decoder of its format checks it. */
final class JsonPayload implements RegisteredSchema {

  @Override
  public byte[] toJson(Framed framed) {
    return Arrays.copyOfRange(framed.bytes(), Framed.DATA_INDEX, framed.bytes().length);
  }
}

package io.storestream.kafka.record;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Names of headers that only records of internal topics have. */
public final class InternalHeaders {

  public static final String PREFIX = "__storestream.";

  private InternalHeaders() {}

  /** Returns a copy of a record's headers without any of these. */
  public static Headers without(Headers headers) {
    RecordHeaders others = new RecordHeaders();
    for (Header header : headers) {
      if (!header.key().startsWith(PREFIX)) {
        others.add(header);
      }
    }
    return others;
  }
}

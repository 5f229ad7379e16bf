package io.storestream.kafka.record;

import io.storestream.kafka.Topics;
import io.storestream.model.Version;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The codec of a record's version, in the header {@link Topics#VERSION_HEADER}. Thread-safe. */
public final class VersionHeader {

  private VersionHeader() {}

  /** Returns the headers of a record with this version. */
  public static Headers of(Version version) {
    byte[] digits = version.digits().getBytes(StandardCharsets.UTF_8);
    return new RecordHeaders().add(Topics.VERSION_HEADER, digits);
  }

  /**
   * Returns the version of a record.
   *
   * @throws InvalidRecordException if the header is missing or holds no version
   */
  public static Version read(ConsumerRecord<byte[], byte[]> record) throws InvalidRecordException {
    Header header = record.headers().lastHeader(Topics.VERSION_HEADER);
    if (header == null) {
      throw new InvalidRecordException(record, "it has no header version", null);
    }
    try {
      return Version.parse(new String(header.value(), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new InvalidRecordException(record, String.valueOf(e.getMessage()), e);
    }
  }
}

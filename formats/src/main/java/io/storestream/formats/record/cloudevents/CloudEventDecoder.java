package io.storestream.formats.record.cloudevents;

import io.storestream.formats.record.ChangeDecoder;
import io.storestream.formats.record.ChangeFormat;
import io.storestream.formats.record.Decoded;
import io.storestream.formats.record.SourceRecord;
import io.storestream.model.event.InvalidEventException;
import io.storestream.model.event.StoreChange;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decodes CloudEvents 1.0 in both modes of their protocol binding for Kafka. {@code subject} is the
 * store number, {@code time} is the time of the change, and {@code data} is the store. A {@code
 * type} that ends in {@code deleted} deletes the store, whatever its data is.
 *
 * <pre>
 * binary      the headers are ce_specversion, ce_type, ce_subject and so on; the value is the data
 * structured  the value is {"specversion":"1.0","type":…,"data":{…}}; the header content-type may
 *             say so: application/cloudevents+json
 * </pre>
 */
public final class CloudEventDecoder {

  private static final String CONTENT_TYPE = "content-type";

  /** Of the headers that are attributes. */
  private static final String PREFIX = "ce_";

  private CloudEventDecoder() {}

  /** Returns a decoder of CloudEvents that their headers show; it does not look at other values. */
  public static ChangeDecoder ofHeaders() {
    return CloudEventDecoder::decodeByHeaders;
  }

  /** Returns a decoder of CloudEvents in structured mode, whatever their headers are. */
  public static ChangeDecoder ofValues() {
    return CloudEventDecoder::decodeByValue;
  }

  /** Returns whether the headers or the value of a record say that it is a CloudEvent. */
  public static boolean isCloudEvent(SourceRecord record) {
    MediaType contentType = contentType(record);
    return (contentType != null && contentType.isCloudEvent())
        || isBinary(record)
        || isStructured(record);
  }

  private static Optional<Decoded> decodeByHeaders(SourceRecord record)
      throws InvalidEventException {
    MediaType contentType = contentType(record);
    if (contentType != null && contentType.isCloudEvent()) {
      if (!contentType.isJsonCloudEvent()) {
        throw new InvalidEventException(
            "the CloudEvent is %s: publish each as a record in JSON, or in binary mode"
                .formatted(contentType.name()));
      }
      return Optional.of(structured(record.value()));
    }
    return isBinary(record) ? Optional.of(decoded(binary(record, contentType))) : Optional.empty();
  }

  private static Optional<Decoded> decodeByValue(SourceRecord record) throws InvalidEventException {
    return isStructured(record) ? Optional.of(structured(record.value())) : Optional.empty();
  }

  private static boolean isBinary(SourceRecord record) {
    return record.header(PREFIX + CloudEvent.SPEC_VERSION) != null;
  }

  private static boolean isStructured(SourceRecord record) {
    return record.names().contains(CloudEvent.SPEC_VERSION);
  }

  private static @Nullable MediaType contentType(SourceRecord record) {
    String header = text(record, CONTENT_TYPE);
    return header == null ? null : MediaType.of(header);
  }

  private static Decoded structured(byte @Nullable [] value) throws InvalidEventException {
    if (value == null) {
      throw new InvalidEventException("the CloudEvent has no value");
    }
    return decoded(StructuredMode.read(value));
  }

  private static CloudEvent binary(SourceRecord record, @Nullable MediaType contentType) {
    byte[] value = record.value();
    return new CloudEvent(
        attribute(record, CloudEvent.SPEC_VERSION),
        attribute(record, CloudEvent.ID),
        attribute(record, CloudEvent.SOURCE),
        attribute(record, CloudEvent.TYPE),
        attribute(record, CloudEvent.SUBJECT),
        attribute(record, CloudEvent.TIME),
        contentType,
        value == null ? null : StoreData.ofText(value));
  }

  private static @Nullable String attribute(SourceRecord record, String name) {
    return text(record, PREFIX + name);
  }

  private static @Nullable String text(SourceRecord record, String header) {
    byte[] bytes = record.header(header);
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  private static Decoded decoded(CloudEvent event) throws InvalidEventException {
    List<String> problems = new ArrayList<>();
    try {
      StoreChange change = event.toChange(problems::add);
      return new Decoded.Change(change, ChangeFormat.CLOUDEVENTS, problems);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new InvalidEventException(String.valueOf(e.getMessage()), e);
    }
  }
}

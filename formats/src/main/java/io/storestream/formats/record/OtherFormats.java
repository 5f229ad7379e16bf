package io.storestream.formats.record;

import io.storestream.formats.record.cloudevents.CloudEventDecoder;
import io.storestream.formats.record.debezium.DebeziumDecoder;
import io.storestream.model.event.InvalidEventException;
import io.storestream.model.event.WireFormat;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses the records that seem to be of a format that is not taken, and says which. If our own
 * event is not taken, it refuses every record: ours is the format of all that is in no other.
 */
final class OtherFormats implements ChangeDecoder {

  private final Set<ChangeFormat> taken;

  OtherFormats(Set<ChangeFormat> taken) {
    this.taken = taken;
  }

  @Override
  public Optional<Decoded> decode(SourceRecord record) throws InvalidEventException {
    ChangeFormat seeming = seeming(record);
    if (seeming != null && !taken.contains(seeming)) {
      throw new InvalidEventException(
          "the record seems to be %s, and --formats is %s: add %s to it"
              .formatted(seeming.description(), ChangeFormat.names(taken), seeming.optionName()));
    }
    if (taken.contains(ChangeFormat.EVENT)) {
      return Optional.empty();
    }
    throw new InvalidEventException(
        "the record is in no format of --formats %s: %s"
            .formatted(ChangeFormat.names(taken), description(record)));
  }

  /** Returns the format by which a record seems to be written, {@code null} if it is unknown. */
  private static @Nullable ChangeFormat seeming(SourceRecord record) {
    if (CloudEventDecoder.isCloudEvent(record)) {
      return ChangeFormat.CLOUDEVENTS;
    }
    if (DebeziumDecoder.isChange(record)) {
      return ChangeFormat.DEBEZIUM;
    }
    Set<String> names = record.names();
    return names.contains("type") && names.contains("storeNumber") ? ChangeFormat.EVENT : null;
  }

  private static String description(SourceRecord record) {
    byte[] value = record.value();
    if (value == null) {
      return "it has no value";
    }
    if (!record.names().isEmpty()) {
      return "the value is a JSON object with other fields";
    }
    String known = WireFormat.ofNoJson(value);
    return known == null ? "the value is no JSON object" : "the value seems to be " + known;
  }
}

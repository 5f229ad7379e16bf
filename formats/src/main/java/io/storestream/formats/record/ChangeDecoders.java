package io.storestream.formats.record;

import io.storestream.formats.StoreMapping;
import io.storestream.formats.record.cloudevents.CloudEventDecoder;
import io.storestream.formats.record.debezium.DebeziumDecoder;
import io.storestream.formats.record.debezium.PlainRowDecoder;
import io.storestream.formats.record.registry.RegistryDecoder;
import io.storestream.formats.record.registry.SchemaRegistry;
import io.storestream.model.event.EpochUnit;
import io.storestream.model.event.InvalidEventException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decodes records of several formats; what a record says decides which it is of. Thread-safe. */
public final class ChangeDecoders implements ChangeDecoder {

  private final List<ChangeDecoder> decoders;

  private ChangeDecoders(List<ChangeDecoder> decoders) {
    this.decoders = List.copyOf(decoders);
  }

  /**
   * Returns a decoder that never returns empty: it takes every record, or says why it can't.
   *
   * @param formats one or more; records of others are unusable
   * @param mapping where rows of databases hold the fields of a store
   * @param epoch the unit of times that are numbers in our own events; {@code null} to reject them
   * @throws IllegalArgumentException if there is no format
   */
  public static ChangeDecoder of(
      Set<ChangeFormat> formats, StoreMapping mapping, @Nullable EpochUnit epoch) {
    if (formats.isEmpty()) {
      throw new IllegalArgumentException("one format or more is needed");
    }
    List<ChangeDecoder> decoders = new ArrayList<>();
    if (formats.contains(ChangeFormat.CLOUDEVENTS)) {
      decoders.add(CloudEventDecoder.ofHeaders());
    }
    if (formats.contains(ChangeFormat.EVENT)) {
      decoders.add(EventDecoder.ofEncoded(epoch));
    }
    if (formats.contains(ChangeFormat.DEBEZIUM)) {
      // Before others that read names: it passes over a schema that it knows.
      decoders.add(new DebeziumDecoder(mapping));
    }
    if (formats.contains(ChangeFormat.CLOUDEVENTS)) {
      decoders.add(CloudEventDecoder.ofValues());
    }
    if (formats.contains(ChangeFormat.DEBEZIUM)) {
      decoders.add(new PlainRowDecoder(mapping, epoch));
    }
    decoders.add(new OtherFormats(formats));
    if (formats.contains(ChangeFormat.EVENT)) {
      decoders.add(EventDecoder.ofAll(epoch));
    }
    return new ChangeDecoders(decoders);
  }

  /**
   * Returns a decoder that also takes records behind the ID of a schema.
   *
   * @param registry of the schemas; {@code null} if there is none, and such records are unusable
   * @throws IllegalArgumentException if there is no format
   */
  public static ChangeDecoder of(
      Set<ChangeFormat> formats,
      StoreMapping mapping,
      @Nullable EpochUnit epoch,
      @Nullable SchemaRegistry registry) {
    ChangeDecoder plain = of(formats, mapping, epoch);
    return registry == null ? plain : new RegistryDecoder(registry, plain);
  }

  @Override
  public Optional<Decoded> decode(SourceRecord record) throws InvalidEventException {
    for (ChangeDecoder decoder : decoders) {
      Optional<Decoded> decoded = decoder.decode(record);
      if (decoded.isPresent()) {
        return decoded;
      }
    }
    throw new InvalidEventException("the record is in no known format");
  }
}

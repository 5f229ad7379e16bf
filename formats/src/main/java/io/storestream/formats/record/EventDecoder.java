package io.storestream.formats.record;

import io.storestream.model.event.EpochUnit;
import io.storestream.model.event.InvalidEventException;
import io.storestream.model.event.Origin;
import io.storestream.model.event.StoreChange;
import io.storestream.model.event.StoreChangeCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decodes our own events by {@link StoreChangeCodec}. One takes the events that no other format can
 * be mistaken for, so that they cost no further look; another, asked last, takes every record.
 */
final class EventDecoder implements ChangeDecoder {

  private static final byte[] UPSERT = "{\"type\":\"UPSERT\"".getBytes(StandardCharsets.UTF_8);
  private static final byte[] DELETE = "{\"type\":\"DELETE\"".getBytes(StandardCharsets.UTF_8);

  private final @Nullable EpochUnit epoch;
  private final boolean takesAll;

  private EventDecoder(@Nullable EpochUnit epoch, boolean takesAll) {
    this.epoch = epoch;
    this.takesAll = takesAll;
  }

  /** Returns a decoder of the records that begin as {@link StoreChangeCodec#encode} begins them. */
  static ChangeDecoder ofEncoded(@Nullable EpochUnit epoch) {
    return new EventDecoder(epoch, false);
  }

  /** Returns a decoder that takes every record. */
  static ChangeDecoder ofAll(@Nullable EpochUnit epoch) {
    return new EventDecoder(epoch, true);
  }

  @Override
  public Optional<Decoded> decode(SourceRecord record) throws InvalidEventException {
    if (!takesAll && !isEncoded(record.value())) {
      return Optional.empty();
    }
    List<String> problems = new ArrayList<>();
    StoreChange change =
        StoreChangeCodec.decode(
            record.key(), record.value(), record.timestamp(), epoch, problems::add);
    if (record.value() == null) {
      change = change.at(Origin.ofTombstone(change.updatedAt()));
    }
    return Optional.of(new Decoded.Change(change, ChangeFormat.EVENT, problems));
  }

  private static boolean isEncoded(byte @Nullable [] value) {
    return value != null && (startsWith(value, UPSERT) || startsWith(value, DELETE));
  }

  private static boolean startsWith(byte[] value, byte[] prefix) {
    return value.length > prefix.length
        && Arrays.equals(value, 0, prefix.length, prefix, 0, prefix.length);
  }
}

package io.storestream.formats.record.debezium;

import io.storestream.formats.StoreMapping;
import io.storestream.formats.record.ChangeDecoder;
import io.storestream.formats.record.ChangeFormat;
import io.storestream.formats.record.Decoded;
import io.storestream.formats.record.SourceRecord;
import io.storestream.model.StoreBuilder;
import io.storestream.model.Version;
import io.storestream.model.event.EpochUnit;
import io.storestream.model.event.InvalidEventException;
import io.storestream.model.event.StoreChange;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decodes records behind the ID of a schema that are a row and nothing else, as many applications
 * publish them. The row's time is the column that the mapping names, or the record's timestamp.
 * Thread-safe.
 */
public final class PlainRowDecoder implements ChangeDecoder {

  private final RowMapper mapper;

  /**
   * @param mapping which columns hold the fields of a store
   * @param epoch the unit of times that are numbers; {@code null} to reject them
   */
  public PlainRowDecoder(StoreMapping mapping, @Nullable EpochUnit epoch) {
    this.mapper = new RowMapper(mapping, epoch);
  }

  @Override
  public Optional<Decoded> decode(SourceRecord record) throws InvalidEventException {
    byte[] value = record.value();
    if (value == null || !record.isBehindSchema() || isEvent(record.names())) {
      return Optional.empty();
    }
    DebeziumRow row = DebeziumRow.of(ConnectJson.read(value, "the value"));
    if (row == null) {
      return Optional.empty();
    }
    try {
      StoreBuilder store = mapper.store(row);
      Instant own = mapper.updatedAt(row);
      Instant time = own == null ? Version.firstAt(record.timestamp()).updatedAt() : own;
      StoreChange change = new StoreChange.Upsert(store.build(), time);
      return Optional.of(new Decoded.Change(change, ChangeFormat.DEBEZIUM, store.problems()));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new InvalidEventException(String.valueOf(e.getMessage()), e);
    }
  }

  private static boolean isEvent(Set<String> names) {
    return names.contains("type") && (names.contains("storeNumber") || names.contains("store"));
  }
}

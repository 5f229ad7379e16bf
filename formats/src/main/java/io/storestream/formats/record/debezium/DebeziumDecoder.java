package io.storestream.formats.record.debezium;

import com.fasterxml.jackson.databind.JsonNode;
import io.storestream.formats.StoreMapping;
import io.storestream.formats.record.ChangeDecoder;
import io.storestream.formats.record.ChangeFormat;
import io.storestream.formats.record.Decoded;
import io.storestream.formats.record.SourceRecord;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreNumber;
import io.storestream.model.Version;
import io.storestream.model.event.InvalidEventException;
import io.storestream.model.event.Origin;
import io.storestream.model.event.StoreChange;
import io.storestream.model.text.Texts;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decodes records of Debezium's connectors in JSON: with and without schemas, as change events and
 * as {@code ExtractNewRecordState} unwraps them.
 *
 * <pre>{@code
 * {"op":"u","before":null,"after":{"store_number":"2651-53179","country":"US"},
 *  "source":{"connector":"postgresql","name":"inventory","ts_ms":1485907200000,"lsn":24023128}}
 * {"store_number":"2651-53179","country":"US","__op":"u","__source_ts_ms":1485907200000}
 * }</pre>
 *
 * <p>The time of a change is that of its source, and its {@link Origin} the position in the
 * source's log. A record without a value, behind a delete of the same key, repeats that delete.
 * Thread-safe.
 */
public final class DebeziumDecoder implements ChangeDecoder {

  private static final Set<String> HEARTBEAT_FIELDS = Set.of("ts_ms");

  /** What the row before a delete has for a number that PostgreSQL has not sent. */
  private static final String FILLER = "0";

  private final RowMapper mapper;
  private final KnownSchemas schemas = new KnownSchemas();
  private final SentDeletes deletes = new SentDeletes();

  /**
   * @param mapping which columns hold the fields of a store; its time is not used
   */
  public DebeziumDecoder(StoreMapping mapping) {
    this.mapper = new RowMapper(mapping, null);
  }

  /** Returns whether a record is a change of Debezium, by the names of its fields. */
  public static boolean isChange(SourceRecord record) {
    byte[] value = record.value();
    if (value == null) {
      return false;
    }
    try {
      Set<String> names = record.names();
      Shape shape =
          names.equals(ConnectJson.WITH_SCHEMA)
              ? Shape.of(ConnectJson.read(value, "the value"))
              : Shape.of(names);
      return shape == Shape.CHANGE || shape == Shape.UNWRAPPED;
    } catch (InvalidEventException e) {
      return false;
    }
  }

  @Override
  public Optional<Decoded> decode(SourceRecord record) throws InvalidEventException {
    byte[] value = record.value();
    try {
      if (value == null) {
        return decodeTombstone(record);
      }
      ConnectJson known = schemas.read(value);
      if (known != null) {
        return decode(record, known);
      }
      Set<String> names = record.names();
      if (!names.equals(ConnectJson.WITH_SCHEMA) && Shape.of(names) == Shape.OTHER) {
        return Optional.empty();
      }
      ConnectJson json = ConnectJson.read(value, "the value");
      schemas.add(value, json);
      return decode(record, json);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new InvalidEventException(String.valueOf(e.getMessage()), e);
    }
  }

  /** What a payload is, by the names of its fields. */
  private enum Shape {
    CHANGE,
    UNWRAPPED,
    HEARTBEAT,
    TRANSACTION,
    SCHEMA_CHANGE,
    OTHER;

    static Shape of(Set<String> names) {
      if (names.contains("specversion")) {
        return OTHER; // a CloudEvent has a source too
      }
      if (names.contains("op") && (has(names, "source", "before") || names.contains("after"))) {
        return CHANGE;
      }
      if (has(names, "__op", "__deleted")
          || names.stream().anyMatch(it -> it.startsWith(SourceFields.Unwrapped.SOURCE_PREFIX))) {
        return UNWRAPPED;
      }
      if (names.equals(HEARTBEAT_FIELDS)) {
        return HEARTBEAT;
      }
      if (names.contains("status") && names.contains("event_count")) {
        return TRANSACTION;
      }
      return names.contains("ddl") && has(names, "source", "databaseName") ? SCHEMA_CHANGE : OTHER;
    }

    static Shape of(ConnectJson json) {
      Set<String> names = new HashSet<>();
      json.payload().fieldNames().forEachRemaining(names::add);
      return of(names);
    }

    private static boolean has(Set<String> names, String one, String other) {
      return names.contains(one) || names.contains(other);
    }
  }

  private Optional<Decoded> decode(SourceRecord record, ConnectJson json)
      throws InvalidEventException {
    return switch (Shape.of(json)) {
      case CHANGE -> Optional.of(decodeChange(record, json));
      case UNWRAPPED -> Optional.of(decodeUnwrapped(record, json));
      case HEARTBEAT -> noChange("heartbeat");
      case TRANSACTION -> noChange("transaction");
      case SCHEMA_CHANGE -> noChange("schema-change");
      case OTHER -> Optional.empty();
    };
  }

  private static Optional<Decoded> noChange(String kind) {
    return Optional.of(new Decoded.NoChange(kind));
  }

  private Decoded decodeChange(SourceRecord record, ConnectJson json) throws InvalidEventException {
    SourceFields source = new SourceFields.Block(json.payload().path("source"));
    String op = json.payload().path("op").asText();
    return switch (op) {
      case "c", "u", "r" -> {
        DebeziumRow after = DebeziumRow.of(json.field("after"));
        if (after == null) {
          throw new InvalidEventException(
              "the change has no row after it: let the connector send full rows");
        }
        DebeziumRow before = DebeziumRow.of(json.field("before"));
        boolean isRead = op.equals("r");
        Instant time = isRead ? timeOfRead(source, json) : time(source);
        yield upsert(record, after.after(before), before, source, isRead, time);
      }
      case "d" -> delete(record, DebeziumRow.of(json.field("before")), source, time(source));
      case "m" -> new Decoded.NoChange("message");
      case "t" ->
          throw new InvalidEventException(
              "the table %s was truncated, which names no store: publish a list of all stores by produce --snapshot, or a DELETE for each store that is gone"
                  .formatted(Texts.excerpt(source.text("table"))));
      default ->
          throw new InvalidEventException("op must be c, u, r, d, t or m: " + Texts.excerpt(op));
    };
  }

  private Decoded decodeUnwrapped(SourceRecord record, ConnectJson json)
      throws InvalidEventException {
    JsonNode payload = json.payload();
    SourceFields source = new SourceFields.Unwrapped(payload);
    DebeziumRow row = DebeziumRow.of(json);
    String op = payload.path("__op").asText("");
    if (row == null || op.equals("t")) {
      throw new InvalidEventException(
          "a truncate names no store: leave it out by skipped.operations");
    }
    if (op.equals("d") || payload.path("__deleted").asText("").equals("true")) {
      return delete(record, row, source, time(source));
    }
    boolean isRead = op.equals("r") || (op.isEmpty() && isSnapshot(source.text("snapshot")));
    return upsert(record, row, null, source, isRead, time(source));
  }

  private static boolean isSnapshot(String snapshot) {
    return !snapshot.isEmpty() && !snapshot.equals("false");
  }

  private static Instant time(SourceFields source) throws InvalidEventException {
    Instant time = source.time();
    if (time == null) {
      throw new InvalidEventException(
          "the change has no time of its source, ts_ms: if ExtractNewRecordState unwraps it, let add.fields have op,source.ts_ms,source.lsn");
    }
    return Version.firstAt(time).updatedAt();
  }

  /** A read has the connector's time in both places. */
  private static Instant timeOfRead(SourceFields source, ConnectJson json)
      throws InvalidEventException {
    JsonNode read = json.payload().path("ts_ms");
    return source.time() == null && read.isNumber()
        ? Version.firstAt(SourceFields.instant("ts_ms", read, 1_000)).updatedAt()
        : time(source);
  }

  private Decoded upsert(
      SourceRecord record,
      DebeziumRow after,
      @Nullable DebeziumRow before,
      SourceFields source,
      boolean isRead,
      Instant time) {
    StoreBuilder builder = mapper.store(after);
    Origin origin = SourcePosition.origin(source, isRead, time);
    StoreChange.Upsert upsert = new StoreChange.Upsert(builder.build(), time, origin);
    if (record.key() != null) {
      deletes.remove(record.key());
    }
    return new Decoded.Change(
        upsert, closedBy(upsert, before), ChangeFormat.DEBEZIUM, builder.problems());
  }

  /**
   * Returns the delete of the store that the row was before; {@code null} if it is the same store.
   * Only a number that is not the primary key comes so: a change of that is a delete and a create.
   */
  private StoreChange.@Nullable Delete closedBy(
      StoreChange.Upsert upsert, @Nullable DebeziumRow before) {
    String number = mapper.storeNumber(before);
    return number == null || StoreNumber.require(number).equals(upsert.storeNumber())
        ? null
        : new StoreChange.Delete(number, upsert.updatedAt(), upsert.origin());
  }

  /**
   * Returns a delete of the store that the key names, or else the row. The key comes first: without
   * REPLICA IDENTITY FULL, Debezium fills the row's other columns that can't be null with 0 or an
   * empty text.
   *
   * @param row {@code null} if the record has none
   */
  private Decoded delete(
      SourceRecord record, @Nullable DebeziumRow row, SourceFields source, Instant time)
      throws InvalidEventException {
    byte[] key = record.key();
    String number = key == null ? null : mapper.storeNumber(keyRow(key));
    if (number == null) {
      String inRow = mapper.storeNumber(row);
      number = FILLER.equals(inRow) ? null : inRow;
    }
    if (number == null) {
      throw new InvalidEventException(
          "the delete does not say which store is gone: set REPLICA IDENTITY FULL for the table, or make the store number its primary key");
    }
    StoreChange change =
        new StoreChange.Delete(number, time, SourcePosition.origin(source, false, time));
    if (key != null) {
      deletes.add(key);
    }
    return new Decoded.Change(change, ChangeFormat.DEBEZIUM, List.of());
  }

  /**
   * Decodes a record without a value. Behind a delete it is that delete's tombstone. Alone it is
   * how {@code ExtractNewRecordState} sends a delete unless told otherwise; or the ingester was
   * restarted between the two. Our own event decodes the keys that it knows, and refuses others.
   */
  private Optional<Decoded> decodeTombstone(SourceRecord record) {
    byte[] key = record.key();
    if (key == null) {
      return Optional.empty();
    }
    if (deletes.remove(key)) {
      return noChange("tombstone");
    }
    String number = mapper.mappedStoreNumber(keyRow(key));
    if (number == null) {
      return Optional.empty();
    }
    Instant time = Version.firstAt(record.timestamp()).updatedAt();
    StoreChange delete = new StoreChange.Delete(number, time, Origin.ofTombstone(time));
    return Optional.of(new Decoded.Change(delete, ChangeFormat.DEBEZIUM, List.of()));
  }

  /** Returns what a key holds of the row; {@code null} if it is no object in JSON. */
  private static @Nullable DebeziumRow keyRow(byte[] key) {
    try {
      return startsObject(key) ? DebeziumRow.of(ConnectJson.read(key, "the key")) : null;
    } catch (InvalidEventException e) {
      return null; // our own event says what it is
    }
  }

  private static boolean startsObject(byte[] key) {
    int i = 0;
    while (i < key.length && key[i] <= ' ' && key[i] >= 0) {
      i++;
    }
    return i < key.length && key[i] == '{';
  }
}

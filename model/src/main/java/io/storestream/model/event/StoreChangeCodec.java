package io.storestream.model.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreNumber;
import io.storestream.model.Texts;
import io.storestream.model.Version;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * A {@link StoreChange} as the records of the topic {@code store-changes} hold it. Thread-safe.
 *
 * <pre>{@code
 * {"type":"UPSERT","storeNumber":"2651-53179","updatedAt":"2017-02-01T00:00:00Z",
 *  "store":{"storeName":"125th & W. Center Rd.","country":"US","latitude":41.24}}
 * }</pre>
 *
 * <p>{@code updatedAt} has up to nine digits of a second, and all of them count. It may be missing;
 * then the record's timestamp stands in. A record with no value deletes the store that its key
 * names, as {@link TombstoneKey} reads it, at the record's timestamp; an empty value or the JSON
 * {@code null} is no such record. Unknown names are passed over; {@code null} is as good as
 * missing; a wrong type is an error and never converted.
 */
public final class StoreChangeCodec {

  private static final String TYPE = "type";
  private static final String UPDATED_AT = "updatedAt";
  private static final String STORE = "store";
  private static final String UPSERT = "UPSERT";
  private static final String DELETE = "DELETE";

  /** All events of a file have one time, and parsing it takes a third of the time of an event. */
  private static volatile ParsedTime lastParsed = new ParsedTime("", Instant.EPOCH);

  private record ParsedTime(String text, Instant time) {}

  private StoreChangeCodec() {}

  /** Returns the record value of an event, in UTF-8. */
  public static byte[] encode(StoreChange change) {
    return StoreJson.write(
        json -> {
          boolean upsert = change instanceof StoreChange.Upsert;
          json.writeStringField(TYPE, upsert ? UPSERT : DELETE);
          json.writeStringField(StoreJson.STORE_NUMBER, change.storeNumber());
          json.writeStringField(UPDATED_AT, change.updatedAt().toString());
          if (change instanceof StoreChange.Upsert it) {
            json.writeObjectFieldStart(STORE);
            StoreJson.writeFields(json, it.store());
            json.writeEndObject();
          }
        });
  }

  /**
   * Returns the event of a record.
   *
   * @param key the record's key, looked at only if there is no value
   * @param value the record's value
   * @param recordTimestamp epoch milliseconds
   * @throws InvalidEventException if the record is no event; the message is the reason
   */
  public static StoreChange decode(
      byte @Nullable [] key, byte @Nullable [] value, long recordTimestamp)
      throws InvalidEventException {
    try {
      return value == null
          ? decodeTombstone(key, recordTimestamp)
          : decodeJson(value, Instant.ofEpochMilli(recordTimestamp));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new InvalidEventException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Returns the event of a record value that is not in a record yet.
   *
   * @param defaultUpdatedAt stands in for a missing {@code updatedAt}
   * @throws InvalidEventException if it is no event; the message is the reason
   */
  public static StoreChange decode(byte[] value, Instant defaultUpdatedAt)
      throws InvalidEventException {
    try {
      return decodeJson(value, defaultUpdatedAt);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new InvalidEventException(String.valueOf(e.getMessage()), e);
    }
  }

  private static StoreChange decodeTombstone(byte @Nullable [] key, long recordTimestamp)
      throws InvalidEventException {
    if (key == null) {
      throw new InvalidEventException("the record has neither key nor value");
    }
    return new StoreChange.Delete(
        TombstoneKey.storeNumber(key), checked(Instant.ofEpochMilli(recordTimestamp)));
  }

  private static StoreChange decodeJson(byte[] value, Instant defaultUpdatedAt)
      throws InvalidEventException {
    try (JsonParser json = StoreJson.parser(value)) {
      JsonToken first = json.nextToken();
      if (first == null || first == JsonToken.VALUE_NULL) {
        throw new InvalidEventException(
            "the value is %s: only a record without any value deletes the store of its key"
                .formatted(first == null ? "empty" : "the JSON null"));
      }
      if (first != JsonToken.START_OBJECT) {
        throw StoreJson.wrongType(json, "the event", "an object");
      }
      StoreChange change = readEvent(json, defaultUpdatedAt);
      if (json.nextToken() != null) {
        throw new InvalidEventException("something follows the event");
      }
      return change;
    } catch (JsonProcessingException e) {
      throw new InvalidEventException("not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new InvalidEventException("not JSON: " + e.getMessage(), e);
    }
  }

  private static StoreChange readEvent(JsonParser json, Instant defaultUpdatedAt)
      throws IOException, InvalidEventException {
    String type = null;
    String storeNumber = null;
    String updatedAt = null;
    StoreBuilder store = null;
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      switch (name) {
        case TYPE -> type = StoreJson.readText(json, name);
        case StoreJson.STORE_NUMBER -> storeNumber = StoreJson.readText(json, name);
        case UPDATED_AT -> updatedAt = StoreJson.readText(json, name);
        case STORE -> store = readStore(json);
        default -> {
          json.nextToken();
          json.skipChildren();
        }
      }
    }
    Instant time = updatedAt == null ? defaultUpdatedAt : parse(updatedAt);
    return event(type, storeNumber, checked(time), store);
  }

  private static @Nullable StoreBuilder readStore(JsonParser json)
      throws IOException, InvalidEventException {
    return switch (json.nextToken()) {
      case START_OBJECT -> StoreJson.readFields(json, STORE + ".");
      case VALUE_NULL -> null;
      default -> throw StoreJson.wrongType(json, STORE, "an object");
    };
  }

  private static StoreChange event(
      @Nullable String type,
      @Nullable String storeNumber,
      Instant updatedAt,
      @Nullable StoreBuilder store)
      throws InvalidEventException {
    if (UPSERT.equals(type)) {
      if (store == null) {
        throw new InvalidEventException("an UPSERT needs a store");
      }
      return new StoreChange.Upsert(store.storeNumber(storeNumber).build(), updatedAt);
    }
    if (DELETE.equals(type)) {
      if (store != null) {
        throw new InvalidEventException("a DELETE has no store");
      }
      return new StoreChange.Delete(StoreNumber.require(storeNumber), updatedAt);
    }
    throw new InvalidEventException(
        type == null
            ? "type is missing"
            : "type must be UPSERT or DELETE, not " + Texts.excerpt(type));
  }

  private static Instant parse(String updatedAt) throws InvalidEventException {
    ParsedTime known = lastParsed;
    if (known.text.equals(updatedAt)) {
      return known.time;
    }
    try {
      Instant time = Instant.parse(Texts.strip(updatedAt));
      lastParsed = new ParsedTime(updatedAt, time);
      return time;
    } catch (DateTimeParseException e) {
      throw new InvalidEventException(
          "updatedAt must be like 2017-02-01T00:00:00Z, not " + Texts.excerpt(updatedAt), e);
    }
  }

  /** Every time that gets through can be a version. */
  private static Instant checked(Instant updatedAt) {
    return Version.firstAt(updatedAt).updatedAt();
  }
}

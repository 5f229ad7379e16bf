package io.storestream.model.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreNumber;
import io.storestream.model.Version;
import io.storestream.model.text.Texts;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A {@link StoreChange} as the records of the topic {@code store-changes} hold it. Thread-safe.
 *
 * <pre>{@code
 * {"type":"UPSERT","storeNumber":"2651-53179","updatedAt":"2017-02-01T00:00:00Z",
 *  "store":{"storeName":"125th & W. Center Rd.","country":"US","latitude":41.24}}
 * }</pre>
 *
 * <p>{@code updatedAt} is read by {@link EventTimes}, and may be missing; then the record's
 * timestamp stands in. A record with no value deletes the store that its key names, as {@link
 * TombstoneKey} reads it, at the record's timestamp; an empty value or the JSON {@code null} is no
 * such record. Unknown names are passed over; {@code null} is as good as missing; a wrong type is
 * an error and never converted, except that of a coordinate: one that can't be used is left out.
 */
public final class StoreChangeCodec {

  static final String TYPE = "type";
  static final String UPDATED_AT = "updatedAt";
  static final String STORE = "store";
  private static final String UPSERT = "UPSERT";
  private static final String DELETE = "DELETE";

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
   * Returns the event of a record, whose times are no numbers.
   *
   * @param key the record's key, looked at only if there is no value
   * @param value the record's value
   * @param recordTimestamp epoch milliseconds
   * @throws InvalidEventException if the record is no event; the message is the reason
   */
  public static StoreChange decode(
      byte @Nullable [] key, byte @Nullable [] value, long recordTimestamp)
      throws InvalidEventException {
    return decode(key, value, Instant.ofEpochMilli(recordTimestamp), null, problem -> {});
  }

  /**
   * Returns the event of a record.
   *
   * @param key the record's key, looked at only if there is no value
   * @param value the record's value
   * @param recordTimestamp stands in for a missing {@code updatedAt}
   * @param epoch the unit of times that are numbers; {@code null} to reject them
   * @param problems receives what is left out, each like {@code latitude is not a number: 48.85N}
   * @throws InvalidEventException if the record is no event; the message is the reason
   */
  public static StoreChange decode(
      byte @Nullable [] key,
      byte @Nullable [] value,
      Instant recordTimestamp,
      @Nullable EpochUnit epoch,
      Consumer<String> problems)
      throws InvalidEventException {
    if (value != null) {
      return decode(value, recordTimestamp, epoch, problems);
    }
    try {
      return decodeTombstone(key, recordTimestamp);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new InvalidEventException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Returns the event of a record value that is not in a record yet, whose times are no numbers.
   *
   * @param defaultUpdatedAt stands in for a missing {@code updatedAt}
   * @throws InvalidEventException if it is no event; the message is the reason
   */
  public static StoreChange decode(byte[] value, Instant defaultUpdatedAt)
      throws InvalidEventException {
    return decode(value, defaultUpdatedAt, null, problem -> {});
  }

  /**
   * Returns the event of a record value that is not in a record yet.
   *
   * @param defaultUpdatedAt stands in for a missing {@code updatedAt}
   * @param epoch the unit of times that are numbers; {@code null} to reject them
   * @param problems receives what is left out, each like {@code latitude is not a number: 48.85N}
   * @throws InvalidEventException if it is no event; the message is the reason
   */
  public static StoreChange decode(
      byte[] value, Instant defaultUpdatedAt, @Nullable EpochUnit epoch, Consumer<String> problems)
      throws InvalidEventException {
    try (JsonParser json = StoreJson.parser(value)) {
      return decodeJson(json, defaultUpdatedAt, epoch, problems);
    } catch (IOException e) {
      throw noJson(value, e);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new InvalidEventException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Returns the error of a value that can't be parsed. */
  static InvalidEventException noJson(byte[] value, IOException cause) {
    String problem =
        cause instanceof JsonProcessingException e ? e.getOriginalMessage() : cause.getMessage();
    String seeming = WireFormat.ofNoJson(value);
    String remedy =
        WireFormat.framed(value) == null
            ? "publish JSON text"
            : "set --schema-registry, or publish JSON text";
    return new InvalidEventException(
        seeming == null
            ? "not JSON: " + problem
            : "not JSON: the value seems to be %s; %s".formatted(seeming, remedy),
        cause);
  }

  private static StoreChange decodeTombstone(byte @Nullable [] key, Instant recordTimestamp)
      throws InvalidEventException {
    if (key == null) {
      throw new InvalidEventException("the record has neither key nor value");
    }
    return new StoreChange.Delete(TombstoneKey.storeNumber(key), checked(recordTimestamp));
  }

  private static StoreChange decodeJson(
      JsonParser json,
      Instant defaultUpdatedAt,
      @Nullable EpochUnit epoch,
      Consumer<String> problems)
      throws IOException, InvalidEventException {
    JsonToken first = json.nextToken();
    if (first == null || first == JsonToken.VALUE_NULL) {
      throw new InvalidEventException(
          "the value is %s: only a record without any value deletes the store of its key"
              .formatted(first == null ? "empty" : "the JSON null"));
    }
    if (first == JsonToken.VALUE_STRING && json.getText().stripLeading().startsWith("{")) {
      throw new InvalidEventException(
          "the event is JSON text within a JSON string: publish it without the outer string");
    }
    if (first != JsonToken.START_OBJECT) {
      throw StoreJson.wrongType(json, "the event", "an object");
    }
    StoreChange change = readEvent(json, defaultUpdatedAt, epoch, problems);
    if (json.nextToken() != null) {
      throw new InvalidEventException("something follows the event");
    }
    return change;
  }

  private static StoreChange readEvent(
      JsonParser json,
      Instant defaultUpdatedAt,
      @Nullable EpochUnit epoch,
      Consumer<String> problems)
      throws IOException, InvalidEventException {
    String type = null;
    String storeNumber = null;
    Instant updatedAt = null;
    StoreBuilder store = null;
    Set<String> unknown = Set.of();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      switch (name) {
        case TYPE -> type = StoreJson.readText(json, name);
        case StoreJson.STORE_NUMBER -> storeNumber = StoreJson.readText(json, name);
        case UPDATED_AT -> updatedAt = readTime(json, epoch);
        case STORE -> store = readStore(json);
        default -> {
          unknown = with(unknown, name);
          json.nextToken();
          json.skipChildren();
        }
      }
    }
    if (!UPSERT.equals(type) && !DELETE.equals(type)) {
      throw new InvalidEventException(
          (type == null
                  ? "type is missing"
                  : "type must be UPSERT or DELETE, not " + Texts.excerpt(type))
              + seeming(unknown));
    }
    Instant time = checked(updatedAt == null ? defaultUpdatedAt : updatedAt);
    StoreChange change =
        UPSERT.equals(type) ? upsert(storeNumber, time, store) : delete(storeNumber, time, store);
    if (store != null) {
      store.problems().forEach(problems);
    }
    return change;
  }

  private static Set<String> with(Set<String> names, String name) {
    Set<String> all = names.isEmpty() ? new HashSet<>() : names;
    all.add(name);
    return all;
  }

  /** Says what an object that is no event seems to be. */
  private static String seeming(Set<String> names) {
    if (names.equals(Set.of("schema", "payload"))) {
      return ": the value seems to be an event in Kafka Connect's envelope;"
          + " set value.converter.schemas.enable=false";
    }
    return names.contains("country")
        ? ": the value seems to be a store; publish it as the store of an UPSERT"
        : "";
  }

  static @Nullable Instant readTime(JsonParser json, @Nullable EpochUnit epoch)
      throws IOException, InvalidEventException {
    return switch (json.nextToken()) {
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          EventTimes.parse(json.getText(), epoch);
      case VALUE_NULL -> null;
      default -> throw StoreJson.wrongType(json, UPDATED_AT, "a string");
    };
  }

  private static @Nullable StoreBuilder readStore(JsonParser json)
      throws IOException, InvalidEventException {
    return switch (json.nextToken()) {
      case START_OBJECT -> StoreJson.readFields(json, STORE + ".");
      case VALUE_NULL -> null;
      default -> throw StoreJson.wrongType(json, STORE, "an object");
    };
  }

  private static StoreChange upsert(
      @Nullable String storeNumber, Instant updatedAt, @Nullable StoreBuilder store)
      throws InvalidEventException {
    if (store == null) {
      throw new InvalidEventException("an UPSERT needs a store");
    }
    return new StoreChange.Upsert(store.storeNumber(storeNumber).build(), updatedAt);
  }

  private static StoreChange delete(
      @Nullable String storeNumber, Instant updatedAt, @Nullable StoreBuilder store)
      throws InvalidEventException {
    if (store != null) {
      throw new InvalidEventException("a DELETE has no store");
    }
    return new StoreChange.Delete(StoreNumber.require(storeNumber), updatedAt);
  }

  /** Every time that gets through can be a version. */
  static Instant checked(Instant updatedAt) {
    return Version.firstAt(updatedAt).updatedAt();
  }
}

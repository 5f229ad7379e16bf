package io.storestream.model.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.storestream.model.StoreBuilder;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store as lists of stores hold it, without an event around it; it is an upsert. Thread-safe.
 *
 * <pre>{@code
 * {"storeNumber":"2651-53179","storeName":"125th & W. Center Rd.","country":"US","latitude":41.24}
 * }</pre>
 *
 * <p>{@code updatedAt} may be there. Values are read as those of an event.
 */
public final class StoreObject {

  /** Names that a store does not have, but an event, or an object that says how a row changed. */
  private static final Set<String> OTHER_OBJECTS =
      Set.of(StoreChangeCodec.TYPE, StoreChangeCodec.STORE, "op", "__op", "__deleted");

  private StoreObject() {}

  /** Returns whether a value seems to be such a store. It is looked at only as far as needed. */
  public static boolean seemsToBe(byte[] value) {
    boolean hasField = false;
    try (JsonParser json = StoreJson.parser(value)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        if (OTHER_OBJECTS.contains(name)) {
          return false;
        }
        hasField |= StoreJson.isField(name);
        json.nextToken();
        json.skipChildren();
      }
    } catch (IOException e) {
      return false;
    }
    return hasField;
  }

  /**
   * Returns the change that a value states.
   *
   * @param defaultUpdatedAt stands in for a missing {@code updatedAt}
   * @param epoch the unit of times that are numbers; {@code null} to reject them
   * @param problems receives what is left out, each like {@code latitude is not a number: 48.85N}
   * @throws InvalidEventException if it is no store; the message is the reason
   */
  public static StoreChange decode(
      byte[] value, Instant defaultUpdatedAt, @Nullable EpochUnit epoch, Consumer<String> problems)
      throws InvalidEventException {
    StoreBuilder store = new StoreBuilder();
    Instant updatedAt = null;
    try (JsonParser json = StoreJson.parser(value)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw StoreJson.wrongType(json, "the store", "an object");
      }
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        if (name.equals(StoreChangeCodec.UPDATED_AT)) {
          updatedAt = StoreChangeCodec.readTime(json, epoch);
        } else if (!StoreJson.readField(json, "", name, store)) {
          json.nextToken();
          json.skipChildren();
        }
      }
      if (json.nextToken() != null) {
        throw new InvalidEventException("something follows the store");
      }
      Instant time = StoreChangeCodec.checked(updatedAt == null ? defaultUpdatedAt : updatedAt);
      StoreChange change = new StoreChange.Upsert(store.build(), time);
      store.problems().forEach(problems);
      return change;
    } catch (IOException e) {
      throw StoreChangeCodec.noJson(value, e);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new InvalidEventException(String.valueOf(e.getMessage()), e);
    }
  }
}

package io.storestream.formats.record.cloudevents;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.storestream.model.Store;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreNumber;
import io.storestream.model.Texts;
import io.storestream.model.Version;
import io.storestream.model.event.EventTimes;
import io.storestream.model.event.InvalidEventException;
import io.storestream.model.event.StoreChange;
import io.storestream.model.event.StoreJson;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a CloudEvent that are used or required, and its data.
 *
 * @param contentType of the data; {@code null} means JSON
 * @param data opens the data; {@code null} if there is none
 */
record CloudEvent(
    @Nullable String specVersion,
    @Nullable String id,
    @Nullable String source,
    @Nullable String type,
    @Nullable String subject,
    @Nullable String time,
    @Nullable MediaType contentType,
    @Nullable Data data) {

  static final String SPEC_VERSION = "specversion";
  static final String ID = "id";
  static final String SOURCE = "source";
  static final String TYPE = "type";
  static final String SUBJECT = "subject";
  static final String TIME = "time";

  private static final String SUPPORTED_VERSION = "1.0";

  /** Ends in the word, and not in one that has the opposite meaning. */
  private static final Pattern DELETION =
      Pattern.compile(".*(?<!un)deleted", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** Has the word elsewhere, such as before a version. */
  private static final Pattern UNCLEAR =
      Pattern.compile("(?:.*[^a-z])?deleted[^a-z].*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** Data in JSON. */
  @FunctionalInterface
  interface Data {
    JsonParser open() throws IOException;
  }

  /**
   * Returns the change of a store.
   *
   * @param problems receives what is left out, each like {@code latitude is not a number: 48.85N}
   * @throws InvalidEventException if it is none
   * @throws IllegalArgumentException if the store number or the store is not valid
   * @throws DateTimeException if the time is no time of a version
   */
  StoreChange toChange(Consumer<String> problems) throws InvalidEventException {
    if (!SUPPORTED_VERSION.equals(specVersion)) {
      throw new InvalidEventException(
          "specversion of the CloudEvent must be 1.0, not "
              + Texts.excerpt(String.valueOf(specVersion)));
    }
    require(ID, id, "");
    require(SOURCE, source, "");
    boolean isDeletion = isDeletion(require(TYPE, type, ""));
    String storeNumber = StoreNumber.require(require(SUBJECT, subject, ", the store number"));
    Instant updatedAt = parseTime(require(TIME, time, ", the time of the change"));
    return isDeletion
        ? new StoreChange.Delete(storeNumber, updatedAt)
        : new StoreChange.Upsert(store(storeNumber, problems), updatedAt);
  }

  private static String require(String name, @Nullable String text, String meaning)
      throws InvalidEventException {
    if (text == null || Texts.isBlank(text)) {
      throw new InvalidEventException("the CloudEvent has no %s%s".formatted(name, meaning));
    }
    return text;
  }

  private static boolean isDeletion(String type) throws InvalidEventException {
    if (DELETION.matcher(type).matches()) {
      return true;
    }
    if (UNCLEAR.matcher(type).matches()) {
      throw new InvalidEventException(
          "type of the CloudEvent has the word deleted and does not end in it: "
              + Texts.excerpt(type));
    }
    return false;
  }

  private static Instant parseTime(String text) throws InvalidEventException {
    try {
      return Version.firstAt(EventTimes.parse(text, null)).updatedAt();
    } catch (IllegalArgumentException | DateTimeException e) {
      String reason = String.valueOf(e.getMessage());
      throw new InvalidEventException(reason.replaceFirst("^updatedAt", TIME), e);
    }
  }

  private Store store(String storeNumber, Consumer<String> problems) throws InvalidEventException {
    if (data == null) {
      throw new InvalidEventException("the CloudEvent has no data, and its type is no deletion");
    }
    if (contentType != null && !contentType.isJson()) {
      throw new InvalidEventException(
          "data of the CloudEvent must be JSON, not " + Texts.excerpt(contentType.name()));
    }
    try (JsonParser json = data.open()) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw StoreJson.wrongType(json, "data of the CloudEvent", "an object");
      }
      StoreBuilder builder = StoreJson.readFields(json, "");
      if (json.nextToken() != null) {
        throw new InvalidEventException("something follows the data of the CloudEvent");
      }
      return store(builder, storeNumber, problems);
    } catch (JsonProcessingException e) {
      throw new InvalidEventException(
          "data of the CloudEvent is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new InvalidEventException("data of the CloudEvent can't be read: " + e.getMessage(), e);
    }
  }

  private static Store store(StoreBuilder builder, String storeNumber, Consumer<String> problems)
      throws InvalidEventException {
    String inData = builder.storeNumber();
    if (inData != null && !StoreNumber.require(inData).equals(storeNumber)) {
      throw new InvalidEventException(
          "storeNumber in the data is %s, but the subject of the CloudEvent is %s"
              .formatted(Texts.excerpt(inData), Texts.excerpt(storeNumber)));
    }
    Store store = builder.storeNumber(storeNumber).build();
    builder.problems().forEach(problems);
    return store;
  }
}

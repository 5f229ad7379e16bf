package io.storestream.formats.record.cloudevents;

import io.storestream.model.Store;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreNumber;
import io.storestream.model.Version;
import io.storestream.model.event.EventTimes;
import io.storestream.model.event.InvalidEventException;
import io.storestream.model.event.StoreChange;
import io.storestream.model.text.Texts;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a CloudEvent that are used or required, and its data.
 *
 * @param contentType of the data; {@code null} means JSON
 * @param data {@code null} if there is none
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

  private static final String DELETED = "deleted";
  private static final String UNDELETED = "undeleted";

  /** Data that may be a store. */
  @FunctionalInterface
  interface Data {

    /**
     * Returns the fields of the store.
     *
     * @throws InvalidEventException if the data is no object of them; the message is the reason
     */
    StoreBuilder read() throws InvalidEventException;
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
    if (text == null || text.isBlank()) {
      throw new InvalidEventException("the CloudEvent has no %s%s".formatted(name, meaning));
    }
    return text;
  }

  private static boolean isDeletion(String type) throws InvalidEventException {
    if (endsIn(DELETED, type, type.length())) {
      return !endsIn(UNDELETED, type, type.length());
    }
    if (hasWordDeleted(type)) {
      throw new InvalidEventException(
          "type of the CloudEvent has the word deleted and does not end in it: "
              + Texts.excerpt(type));
    }
    return false;
  }

  private static boolean endsIn(String word, String type, int end) {
    return type.regionMatches(true, end - word.length(), word, 0, word.length());
  }

  private static boolean hasWordDeleted(String type) {
    for (int i = DELETED.length(); i < type.length(); i++) {
      int start = i - DELETED.length();
      if (!Character.isLetter(type.charAt(i))
          && endsIn(DELETED, type, i)
          && (start == 0 || !Character.isLetter(type.charAt(start - 1)))) {
        return true;
      }
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
    return store(data.read(), storeNumber, problems);
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

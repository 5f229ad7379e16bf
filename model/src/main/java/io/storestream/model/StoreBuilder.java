package io.storestream.model;

import io.storestream.model.text.Texts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link Store} together field by field, from texts. A coordinate that can't be used costs
 * the coordinate and not the store: it is left out, and {@link #problems()} tells. Not thread-safe.
 *
 * <pre>{@code
 * Store store =
 *     new StoreBuilder()
 *         .storeNumber("2651-53179")
 *         .set(StoreField.STORE_NAME, "125th & W. Center Rd.")
 *         .set(StoreField.COUNTRY, "US")
 *         .build();
 * }</pre>
 */
public final class StoreBuilder {

  /** A number as people and programs write it. Its exponent is short, so it takes no memory. */
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?");

  private static final char MINUS = '\u2212';

  private final Map<StoreField, String> texts = new EnumMap<>(StoreField.class);
  private final List<String> problems = new ArrayList<>();
  private @Nullable String storeNumber;

  /** Sets the identity; {@link #build()} checks it. */
  public StoreBuilder storeNumber(@Nullable String storeNumber) {
    this.storeNumber = storeNumber;
    return this;
  }

  /** Returns the identity as it was set, {@code null} if it was not. */
  public @Nullable String storeNumber() {
    return storeNumber;
  }

  /** Sets a field; {@code null} is as good as leaving it out. */
  public StoreBuilder set(StoreField field, @Nullable String text) {
    if (text == null) {
      texts.remove(field);
    } else {
      texts.put(field, text);
    }
    return this;
  }

  /**
   * Returns the store.
   *
   * @throws IllegalArgumentException as {@link Store}'s constructor says
   */
  public Store build() {
    problems.clear();
    return new Store(
        StoreNumber.require(storeNumber),
        texts.get(StoreField.BRAND),
        texts.get(StoreField.STORE_NAME),
        texts.get(StoreField.OWNERSHIP_TYPE),
        texts.get(StoreField.STREET_ADDRESS),
        texts.get(StoreField.CITY),
        texts.get(StoreField.STATE),
        Texts.require("country", texts.get(StoreField.COUNTRY)),
        texts.get(StoreField.POSTCODE),
        texts.get(StoreField.PHONE_NUMBER),
        texts.get(StoreField.TIMEZONE),
        coordinate(StoreField.LONGITUDE),
        coordinate(StoreField.LATITUDE));
  }

  /**
   * Returns what {@link #build()} left out, each like {@code latitude is not a number: 48.85N};
   * empty before it is called.
   */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  private @Nullable BigDecimal coordinate(StoreField field) {
    try {
      return number(field, texts.get(field));
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static @Nullable BigDecimal number(StoreField field, @Nullable String text) {
    if (text != null && isPlainNumber(text)) {
      return Store.coordinate(field, new BigDecimal(text));
    }
    String cleaned = Texts.clean(field.jsonName(), text);
    if (cleaned == null) {
      return null;
    }
    String number = cleaned.replace(MINUS, '-');
    if (!NUMBER.matcher(number).matches()) {
      throw new IllegalArgumentException(
          field.jsonName() + " is not a number: " + Texts.excerpt(cleaned));
    }
    return Store.coordinate(field, new BigDecimal(number));
  }

  /** Returns whether a text is a number as nearly all are written, such as {@code -96.13}. */
  private static boolean isPlainNumber(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    int point = text.indexOf('.', start);
    return point < 0
        ? isDigits(text, start, text.length())
        : isDigits(text, start, point) && isDigits(text, point + 1, text.length());
  }

  private static boolean isDigits(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return from < to;
  }
}

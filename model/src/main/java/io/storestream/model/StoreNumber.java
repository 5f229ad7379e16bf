package io.storestream.model;

import io.storestream.model.text.Texts;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rule for the identity of a store, alike for upserts, deletes and record keys. */
public final class StoreNumber {

  /** The longest store number, in UTF-8 bytes: DynamoDB's limit for a partition key. */
  public static final int MAX_BYTES = 2048;

  /**
   * As spreadsheets and programs write a long number. A negative exponent needs a fraction: 7E-11
   * may be shop 11 on level 7E. So does an exponent without a sign, which Java writes from 1.0E7
   * on: 12E5 and 1.5E3 may be store numbers.
   */
  private static final Pattern SCIENTIFIC =
      Pattern.compile(
          "[+-]?[0-9]+(?:(?:[.,][0-9]+)?[eE]\\+|[.,][0-9]+[eE]-)[0-9]+"
              + "|[+-]?[0-9][.,][0-9]+[eE](?:[7-9]|[1-9][0-9]+)");

  private StoreNumber() {}

  /**
   * Returns the store number without anything that nobody sees: {@linkplain Texts#clean cleaned},
   * without joiners and other ignorable characters, and with plain spaces. Applying it twice
   * changes nothing more.
   *
   * @throws IllegalArgumentException if it is missing, blank, too long or not Unicode, holds a
   *     control character, or is in scientific notation
   */
  public static String require(@Nullable String storeNumber) {
    String number =
        storeNumber != null && Texts.isPlain(storeNumber) ? storeNumber : clean(storeNumber);
    int bytes = Texts.utf8Length(number);
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "storeNumber takes %,d bytes, more than %,d".formatted(bytes, MAX_BYTES));
    }
    if (mayBeScientific(number) && SCIENTIFIC.matcher(number).matches()) {
      throw new IllegalArgumentException(
          "storeNumber is in scientific notation and has lost digits: %s; format the column as text and export it again"
              .formatted(Texts.excerpt(number)));
    }
    return number;
  }

  private static String clean(@Nullable String storeNumber) {
    String cleaned =
        Texts.require(
            "storeNumber", storeNumber == null ? null : Texts.withoutIgnorable(storeNumber));
    Texts.requireNone("storeNumber", cleaned, Character::isISOControl);
    return Texts.withPlainSpaces(cleaned);
  }

  private static boolean mayBeScientific(String number) {
    return number.indexOf('E') > 0 || number.indexOf('e') > 0;
  }
}

package io.storestream.dynamodb.item;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Numbers of DynamoDB, by their value: the same number has many spellings ({@code 100}, {@code
 * 1E+2}, {@code 100.0}), and what is read need not have the one that was written. Thread-safe.
 */
public final class NumberAttributes {

  private NumberAttributes() {}

  /** Returns the one spelling of a number: plain, without zeros that mean nothing. */
  public static String canonical(String number) {
    return isCanonical(number)
        ? number
        : new BigDecimal(number).stripTrailingZeros().toPlainString();
  }

  /** Returns an item with all its numbers in the one spelling, so that items can be compared. */
  public static Map<String, AttributeValue> canonical(Map<String, AttributeValue> item) {
    Map<String, AttributeValue> canonical = new HashMap<>(item);
    canonical.replaceAll((name, value) -> canonical(value));
    return canonical;
  }

  /** Returns an attribute in the one spelling if it is a number, and as it is if not. */
  public static AttributeValue canonical(AttributeValue value) {
    return value.n() == null || isCanonical(value.n())
        ? value
        : AttributeValue.fromN(canonical(value.n()));
  }

  /** Returns a whole number; nothing for anything else. */
  public static OptionalLong wholeNumber(@Nullable AttributeValue value) {
    if (value == null || value.n() == null) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(new BigDecimal(value.n()).longValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** Most numbers are canonical, and checking it is much cheaper than formatting them again. */
  private static boolean isCanonical(String number) {
    return number.equals("0")
        || (!number.isEmpty()
            && number.charAt(0) != '0'
            && number.chars().allMatch(it -> it >= '0' && it <= '9'));
  }
}

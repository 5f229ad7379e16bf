package io.storestream.model;

import org.jspecify.annotations.Nullable;

/** The rule for the identity of a store, alike for upserts, deletes and record keys. */
public final class StoreNumber {

  /** The longest store number, in UTF-8 bytes: DynamoDB's limit for a partition key. */
  public static final int MAX_BYTES = 2048;

  private StoreNumber() {}

  /**
   * Returns the store number trimmed.
   *
   * @throws IllegalArgumentException if it is missing, blank, too long or not Unicode
   */
  public static String require(@Nullable String storeNumber) {
    String cleaned = Texts.require("storeNumber", storeNumber);
    int bytes = Texts.utf8Length(cleaned);
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "storeNumber takes %,d bytes, more than %,d".formatted(bytes, MAX_BYTES));
    }
    return cleaned;
  }
}

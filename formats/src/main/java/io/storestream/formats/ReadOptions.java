package io.storestream.formats;

import io.storestream.model.event.EpochUnit;
import java.nio.charset.Charset;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a user says about files. Immutable.
 *
 * @param delimiter between the fields of a CSV row; {@code null} to find it out
 * @param encoding {@code null} for what the byte-order mark says, and UTF-8 without one
 * @param backslashEscapes whether a backslash escapes the next character of a CSV file, as MySQL
 *     writes it
 * @param nullTexts texts in CSV files that stand for a missing value
 * @param epoch the unit of times that are numbers; {@code null} to reject them
 * @param mapping where CSV rows hold the fields of a store
 */
public record ReadOptions(
    @Nullable Character delimiter,
    @Nullable Charset encoding,
    boolean backslashEscapes,
    Set<String> nullTexts,
    @Nullable EpochUnit epoch,
    StoreMapping mapping) {

  /** Nothing is said: everything is found out. */
  public static final ReadOptions DEFAULTS =
      new ReadOptions(null, null, false, Set.of(), null, StoreMapping.STANDARD);

  /**
   * @throws IllegalArgumentException if the delimiter has another meaning, or is not ASCII
   */
  public ReadOptions {
    if (delimiter != null && !isDelimiter(delimiter)) {
      throw new IllegalArgumentException(
          "the delimiter must be an ASCII character that is no letter, digit, quote, backslash or line end");
    }
    nullTexts = Set.copyOf(nullTexts);
  }

  /** Returns whether a character can be a delimiter: it is ASCII and has no other meaning. */
  public static boolean isDelimiter(char c) {
    return c > 0 && c < 0x7F && !Character.isLetterOrDigit(c) && "\"\\\r\n".indexOf(c) < 0;
  }

  /** Returns these options with a delimiter, {@code null} to find it out. */
  public ReadOptions withDelimiter(@Nullable Character other) {
    return new ReadOptions(other, encoding, backslashEscapes, nullTexts, epoch, mapping);
  }

  /** Returns these options with an encoding, {@code null} to find it out. */
  public ReadOptions withEncoding(@Nullable Charset other) {
    return new ReadOptions(delimiter, other, backslashEscapes, nullTexts, epoch, mapping);
  }

  /** Returns these options with or without escapes. */
  public ReadOptions withBackslashEscapes(boolean other) {
    return new ReadOptions(delimiter, encoding, other, nullTexts, epoch, mapping);
  }

  /** Returns these options with texts for missing values. */
  public ReadOptions withNullTexts(Set<String> other) {
    return new ReadOptions(delimiter, encoding, backslashEscapes, other, epoch, mapping);
  }

  /** Returns these options with a unit for times that are numbers, {@code null} to reject them. */
  public ReadOptions withEpoch(@Nullable EpochUnit other) {
    return new ReadOptions(delimiter, encoding, backslashEscapes, nullTexts, other, mapping);
  }

  /** Returns these options with a mapping. */
  public ReadOptions withMapping(StoreMapping other) {
    return new ReadOptions(delimiter, encoding, backslashEscapes, nullTexts, epoch, other);
  }
}

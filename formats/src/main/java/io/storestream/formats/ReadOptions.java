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

  public ReadOptions {
    nullTexts = Set.copyOf(nullTexts);
  }
}

package io.storestream.formats.record;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The formats of records that can change stores. */
public enum ChangeFormat {
  /** Our own event, and records without a value that delete the store of their key. */
  EVENT("an event of our own"),
  /** CloudEvents 1.0, in binary and structured mode. */
  CLOUDEVENTS("a CloudEvent"),
  /** Rows of databases, as Debezium's connectors publish them. */
  DEBEZIUM("a change of Debezium");

  private final String description;

  ChangeFormat(String description) {
    this.description = description;
  }

  /** All formats, as {@code --formats} names them. */
  public static final String ALL = names(EnumSet.allOf(ChangeFormat.class));

  /**
   * Returns the formats of {@code --formats}.
   *
   * @param names separated by commas, in letters of any case
   * @throws IllegalArgumentException if there is none, or an unknown one
   */
  public static Set<ChangeFormat> parse(String names) {
    Set<ChangeFormat> formats = EnumSet.noneOf(ChangeFormat.class);
    for (String name : names.split(",", -1)) {
      formats.add(ofName(name.strip(), names));
    }
    return formats;
  }

  private static ChangeFormat ofName(String name, String names) {
    for (ChangeFormat format : values()) {
      if (format.optionName().equals(name.toLowerCase(Locale.ROOT))) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "--formats must be one or more of %s, separated by commas, not '%s'".formatted(ALL, names));
  }

  /** Returns the names of formats in the order of this list, separated by commas. */
  static String names(Set<ChangeFormat> formats) {
    return Arrays.stream(values())
        .filter(formats::contains)
        .map(ChangeFormat::optionName)
        .collect(Collectors.joining(","));
  }

  /** Returns the name in {@code --formats}. */
  String optionName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns what a record of this format is, for messages. */
  String description() {
    return description;
  }
}

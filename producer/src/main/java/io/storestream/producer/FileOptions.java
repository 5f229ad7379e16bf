package io.storestream.producer;

import io.storestream.formats.ReadOptions;
import io.storestream.formats.StoreMapping;
import io.storestream.model.event.EpochUnit;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Command-line options that say how files are read; a picocli mixin. */
final class FileOptions {

  @Option(
      names = "--map",
      paramLabel = "FILE",
      description =
          "Properties file that maps the columns of CSV files, and of Debezium's rows, to the fields"
              + " of a store, such as: country = country_code | 'US'")
  private String map = "";

  @Option(
      names = "--delimiter",
      paramLabel = "CHAR",
      description =
          "Character between the fields of CSV files, or the word tab. Without it, the line of"
              + " column names decides.")
  private String delimiter = "";

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description =
          "Encoding of the files, such as windows-1252. Without it, the byte-order mark decides,"
              + " and UTF-8 is used if there is none.")
  private String encoding = "";

  @Option(
      names = "--escape",
      fallbackValue = "true",
      description = "In CSV files, a backslash escapes the character that follows it.")
  private boolean escape;

  @Option(
      names = "--null-text",
      paramLabel = "TEXT,…",
      description = "Texts that stand for a missing value in CSV files, such as NULL,N/A,\\N.")
  private String nullText = "";

  @Option(
      names = "--epoch",
      paramLabel = "UNIT",
      description =
          "Times that are numbers count seconds or millis since 1970. Without it, they are"
              + " rejected.")
  private @Nullable EpochUnit epoch;

  /**
   * Returns how to read files.
   *
   * @throws IllegalArgumentException if an option is invalid
   * @throws io.storestream.cli.CommandFailedException if the mapping can't be read
   */
  ReadOptions toReadOptions() {
    return new ReadOptions(
        parsedDelimiter(),
        charset(),
        escape,
        nullTexts(),
        epoch,
        map.isBlank() ? StoreMapping.STANDARD : StoreMapping.read(Path.of(map)));
  }

  private @Nullable Character parsedDelimiter() {
    if (delimiter.isEmpty()) {
      return null;
    }
    if (delimiter.equals("\\t") || delimiter.toLowerCase(Locale.ROOT).equals("tab")) {
      return '\t';
    }
    if (delimiter.length() > 1 || !ReadOptions.isDelimiter(delimiter.charAt(0))) {
      throw new IllegalArgumentException(
          "--delimiter must be one ASCII character that is no letter, digit, quote or backslash,"
              + " such as ';', or the word tab, not '%s'".formatted(delimiter));
    }
    return delimiter.charAt(0);
  }

  private @Nullable Charset charset() {
    try {
      return encoding.isBlank() ? null : Charset.forName(encoding.strip());
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new IllegalArgumentException(
          "--encoding must be an encoding such as UTF-8, UTF-16LE or windows-1252, not '%s'"
              .formatted(encoding),
          e);
    }
  }

  private Set<String> nullTexts() {
    return Arrays.stream(nullText.split(",", -1))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}

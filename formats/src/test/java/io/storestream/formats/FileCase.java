package io.storestream.formats;

import io.storestream.formats.RowReader.Row;
import io.storestream.model.event.EpochUnit;
import io.storestream.model.event.StoreChange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file and what reading it gives; see {@code csv-cases.txt} for the format.
 *
 * @param gives one line each
 */
public record FileCase(String description, ReadOptions options, String file, List<String> gives) {

  /** Characters of the private use area stand for the bytes that {@code xHH} names. */
  private static final int BYTES = 0xE000;

  private static final Pattern ESCAPE = Pattern.compile("\\\\(x\\p{XDigit}{2}|[nrt\\\\])");

  /** Returns the cases of a file beside this class. */
  public static Stream<FileCase> in(String resource) {
    String text;
    try (InputStream in = FileCase.class.getResourceAsStream(resource)) {
      text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Stream.of(text.split("(?m)^== ")).skip(1).map(FileCase::parse);
  }

  private static FileCase parse(String block) {
    String[] parts = block.split("(?m)^-- (options|file|gives)\n", -1);
    int file = parts.length - 2;
    List<String> gives =
        parts[file + 1]
            .lines()
            .filter(line -> !line.isEmpty())
            .map(line -> new String(bytes(unescape(line)), StandardCharsets.UTF_8))
            .toList();
    return new FileCase(
        parts[0].strip(),
        file == 1 ? ReadOptions.DEFAULTS : options(parts[1]),
        unescape(withoutSuppressedLineEnds(parts[file])),
        gives);
  }

  private static ReadOptions options(String lines) {
    ReadOptions options = ReadOptions.DEFAULTS;
    for (String line : lines.lines().toList()) {
      String[] option = line.split(" ", 2);
      options =
          switch (option[0]) {
            case "delimiter" -> options.withDelimiter(unescape(option[1]).charAt(0));
            case "encoding" -> options.withEncoding(Charset.forName(option[1]));
            case "epoch" ->
                options.withEpoch(EpochUnit.valueOf(option[1].toUpperCase(Locale.ROOT)));
            case "escape" -> options.withBackslashEscapes(true);
            case "null-text" -> options.withNullTexts(Set.of(option[1].split(" ")));
            default -> throw new IllegalArgumentException(line);
          };
    }
    return options;
  }

  private static String withoutSuppressedLineEnds(String lines) {
    return lines.replace("\\c\n", "");
  }

  private static String unescape(String text) {
    return ESCAPE.matcher(text).replaceAll(it -> Matcher.quoteReplacement(meaningOf(it.group(1))));
  }

  private static String meaningOf(String escape) {
    return switch (escape.charAt(0)) {
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case '\\' -> "\\";
      default -> Character.toString(BYTES + Integer.parseInt(escape.substring(1), 16));
    };
  }

  /** Returns what stands in the file. */
  public byte[] bytes() {
    return bytes(file);
  }

  private static byte[] bytes(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    text.codePoints()
        .forEach(
            c -> {
              if (c >= BYTES && c < BYTES + 0x100) {
                bytes.write(c - BYTES);
              } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
              }
            });
    return bytes.toByteArray();
  }

  /** Adds all that a reader gives, in the form of {@link #gives}. */
  public static void describeAll(
      RowReader rows, Function<StoreChange, byte[]> encoder, List<String> lines)
      throws IOException {
    for (Row row = rows.next(); row != null; row = rows.next()) {
      if (row instanceof Row.Rejected it) {
        lines.add("line %d: %s: %s".formatted(it.line(), it.reason(), it.text()));
      } else if (row instanceof Row.PassedOver it) {
        lines.add("passed over line %d: %s: %s".formatted(it.line(), it.reason(), it.text()));
      } else if (row instanceof Row.Event it) {
        it.problems()
            .forEach(problem -> lines.add("line %d without: %s".formatted(it.line(), problem)));
        lines.add(new String(encoder.apply(it.change()), StandardCharsets.UTF_8));
      }
    }
  }

  @Override
  public String toString() {
    return description;
  }
}

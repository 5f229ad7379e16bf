package io.storestream.formats;

import io.storestream.formats.RowReader.Row;
import io.storestream.model.event.StoreChange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file and what reading it gives; see {@code csv-cases.txt} for the format.
 *
 * @param gives one line each
 */
public record FileCase(String description, String file, List<String> gives) {

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
    String[] parts = block.split("(?m)^-- (file|gives)\n", -1);
    List<String> gives =
        parts[2].lines().filter(line -> !line.isEmpty()).map(FileCase::unescape).toList();
    return new FileCase(parts[0].strip(), unescape(withoutSuppressedLineEnds(parts[1])), gives);
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
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    file.codePoints()
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

  /** Returns all that a reader gives, in the form of {@link #gives}. */
  public static List<String> describeAll(RowReader rows, Function<StoreChange, byte[]> encoder)
      throws IOException {
    List<String> lines = new ArrayList<>();
    for (Row row = rows.next(); row != null; row = rows.next()) {
      if (row instanceof Row.Rejected it) {
        lines.add("line %d: %s: %s".formatted(it.line(), it.reason(), it.text()));
      } else if (row instanceof Row.Event it) {
        lines.add(new String(encoder.apply(it.change()), StandardCharsets.UTF_8));
      }
    }
    return lines;
  }

  @Override
  public String toString() {
    return description;
  }
}

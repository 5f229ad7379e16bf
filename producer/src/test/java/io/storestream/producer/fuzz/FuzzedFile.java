package io.storestream.producer.fuzz;

import io.storestream.formats.GzipInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * A file that somebody has damaged.
 *
 * @param name may say that it is compressed
 * @param content never altered
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record FuzzedFile(String name, byte[] content) {

  private static final Pattern LINE_END = Pattern.compile("\r\n|\n|\r");
  private static final Pattern BLANK = Pattern.compile("[ \t]*");

  /**
   * Returns how many rows there are below the first line that is not blank, if that is plain to see
   * because no line can go on in the next.
   */
  OptionalLong rowsPlainly() throws IOException {
    byte[] plain = content;
    if (GzipInput.startsWithMagic(content)) {
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
        plain = in.readAllBytes();
      }
    }
    String text = new String(plain, StandardCharsets.ISO_8859_1);
    if (text.indexOf('"') >= 0) {
      return OptionalLong.empty();
    }
    List<String> lines =
        LINE_END.splitAsStream(text).filter(line -> !BLANK.matcher(line).matches()).toList();
    return OptionalLong.of(lines.size() - 1);
  }
}

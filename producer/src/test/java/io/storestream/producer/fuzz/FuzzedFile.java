package io.storestream.producer.fuzz;

import io.storestream.formats.text.GzipInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * A damaged file.
 *
 * @param name the name may indicate that the file is compressed
 * @param content not changed after construction
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record FuzzedFile(String name, byte[] content) {

  private static final Pattern LINE_END = Pattern.compile("\r\n|\n|\r");
  private static final Pattern BLANK = Pattern.compile("[ \t]*");

  /**
   * Returns the number of rows below the first line that is not blank, if it is certain because no
   * row spans several lines and no character takes several bytes with line ends among them.
   */
  OptionalLong rowsPlainly() throws IOException {
    byte[] plain = content;
    if (GzipInput.startsWithMagic(content)) {
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
        plain = in.readAllBytes();
      }
    }
    String text = new String(plain, StandardCharsets.ISO_8859_1);
    if (text.indexOf('"') >= 0 || text.indexOf('\0') >= 0) {
      return OptionalLong.empty();
    }
    List<String> lines =
        LINE_END.splitAsStream(text).filter(line -> !BLANK.matcher(line).matches()).toList();
    return OptionalLong.of(lines.size() - 1);
  }
}

package io.storestream.formats.text;

import io.storestream.cli.CommandFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A text in any encoding, as UTF-8. Bytes that are not valid in the encoding become the byte FF,
 * which is not valid UTF-8, so that they spoil only their line.
 *
 * @param utf8 without a byte-order mark
 * @param encoding of the file
 */
public record TextInput(PushbackInputStream utf8, Charset encoding) {

  /** Byte-order marks; the mark of UTF-32LE begins with the one of UTF-16LE. */
  private enum Mark {
    UTF_8("UTF-8", "\u00EF\u00BB\u00BF"),
    UTF_32LE("UTF-32LE", "\u00FF\u00FE\0\0"),
    UTF_32BE("UTF-32BE", "\0\0\u00FE\u00FF"),
    UTF_16LE("UTF-16LE", "\u00FF\u00FE"),
    UTF_16BE("UTF-16BE", "\u00FE\u00FF");

    private final String encoding;
    private final String bytes;

    /**
     * @param bytes one character each
     */
    Mark(String encoding, String bytes) {
      this.encoding = encoding;
      this.bytes = bytes;
    }

    static @Nullable Mark of(String first) {
      for (Mark mark : values()) {
        if (first.startsWith(mark.bytes)) {
          return mark;
        }
      }
      return null;
    }

    /** Returns whether an encoding is the one of this mark, as UTF-16 is for UTF-16LE. */
    boolean agreesWith(Charset given) {
      return encoding.startsWith(given.name());
    }
  }

  private static final int FIRST_BYTES = 4096;
  private static final int LONGEST_MARK = 4;

  /**
   * Opens a text.
   *
   * @param file for messages
   * @param in not compressed; can be a pipe
   * @param given the encoding that the user names; {@code null} for the one of the byte-order mark,
   *     and UTF-8 without a mark
   * @throws CommandFailedException if the file is no text, or its encoding can't be told
   */
  public static TextInput open(String file, InputStream in, @Nullable Charset given)
      throws IOException {
    byte[] first = firstBytes(in);
    String start = new String(first, StandardCharsets.ISO_8859_1);
    String foreign = ForeignFormat.remedyForBytes(start);
    if (foreign != null) {
      throw new CommandFailedException("%s is %s".formatted(file, foreign));
    }
    Mark mark = Mark.of(start);
    if (mark != null && given != null && !mark.agreesWith(given)) {
      throw new CommandFailedException(
          "%s has the byte-order mark of %s, but --encoding is %s: leave --encoding out"
              .formatted(file, mark.encoding, given.name()));
    }
    if (mark == null && (given == null || given.equals(StandardCharsets.UTF_16))) {
      requireNoNul(file, first);
    }
    int skipped = mark == null ? 0 : mark.bytes.length();
    PushbackInputStream whole = new PushbackInputStream(in, FIRST_BYTES);
    whole.unread(first, skipped, first.length - skipped);
    Charset encoding =
        mark != null
            ? Charset.forName(mark.encoding)
            : given != null ? given : StandardCharsets.UTF_8;
    InputStream utf8 =
        encoding.equals(StandardCharsets.UTF_8) ? whole : new Transcoder(whole, encoding);
    return new TextInput(new PushbackInputStream(utf8, FIRST_BYTES), encoding);
  }

  /**
   * Returns the beginning of the text, without consuming it: up to 4,096 bytes of what has arrived,
   * and at least two that are not white space, as far as there are.
   */
  public String start() throws IOException {
    byte[] first = new byte[FIRST_BYTES];
    int length = 0;
    String start = "";
    while (length < FIRST_BYTES && start.strip().length() < 2) {
      // One byte waits until something arrives; more would wait until all of it arrives.
      int arrived = Math.min(Math.max(1, utf8.available()), FIRST_BYTES - length);
      int read = utf8.read(first, length, arrived);
      if (read < 0) {
        break;
      }
      length += read;
      start = new String(first, 0, length, StandardCharsets.UTF_8);
    }
    utf8.unread(first, 0, length);
    return start;
  }

  /** Returns what has arrived, and at least as much as the longest mark. */
  private static byte[] firstBytes(InputStream in) throws IOException {
    byte[] first = new byte[FIRST_BYTES];
    int length = 0;
    while (length < LONGEST_MARK) {
      int read = in.read(first, length, FIRST_BYTES - length);
      if (read < 0) {
        break;
      }
      length += read;
    }
    return Arrays.copyOf(first, length);
  }

  /** UTF-16 without a mark has a NUL in every second byte of most texts. */
  private static void requireNoNul(String file, byte[] first) {
    int[] nuls = new int[2];
    for (int i = 0; i < first.length; i++) {
      nuls[i % 2] += first[i] == 0 ? 1 : 0;
    }
    if (nuls[0] + nuls[1] > first.length / 4 && Math.min(nuls[0], nuls[1]) == 0) {
      throw new CommandFailedException(
          "%s seems to be UTF-16 without a byte-order mark: give --encoding %s"
              .formatted(file, nuls[0] == 0 ? "UTF-16LE" : "UTF-16BE"));
    }
    if (nuls[0] + nuls[1] > first.length / 2) {
      throw new CommandFailedException(
          file + " is mostly NUL bytes: it is damaged, or no text; get it again");
    }
  }
}

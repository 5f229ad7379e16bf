package io.storestream.formats.text;

import io.storestream.cli.CommandFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/** The first bytes of a file, by which some programs name its encoding. */
public final class ByteOrderMark {

  private static final int BYTES = 3;

  private ByteOrderMark() {}

  /**
   * Skips the byte-order mark of UTF-8, if there is one.
   *
   * @param file for messages
   * @throws CommandFailedException if the first bytes are those of UTF-16 or of gzip
   */
  public static InputStream skip(String file, InputStream in) throws IOException {
    byte[] first = in.readNBytes(BYTES);
    if (startsWith(first, 0xFE, 0xFF) || startsWith(first, 0xFF, 0xFE)) {
      throw new CommandFailedException(
          file + " is encoded in UTF-16: save it as UTF-8 and try again");
    }
    if (GzipInput.startsWithMagic(first)) {
      throw new CommandFailedException(file + " is compressed by gzip twice: decompress it once");
    }
    if (startsWith(first, 0xEF, 0xBB, 0xBF)) {
      return in;
    }
    PushbackInputStream whole = new PushbackInputStream(in, BYTES);
    whole.unread(first);
    return whole;
  }

  private static boolean startsWith(byte[] bytes, int... expected) {
    if (bytes.length < expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if ((bytes[i] & 0xFF) != expected[i]) {
        return false;
      }
    }
    return true;
  }
}

package io.storestream.producer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** What files that gzip has compressed consist of. */
final class GzipFiles {

  private GzipFiles() {}

  /** Returns one member. */
  static byte[] member(String content) {
    return member(content.getBytes(UTF_8));
  }

  static byte[] member(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  /** Returns a member whose header has an extra field, a name and a comment. */
  static byte[] memberWithLongHeader(String content) {
    byte[] plain = member(content);
    byte[] header = Arrays.copyOf(plain, 10);
    header[3] = 0x04 | 0x08 | 0x10;
    byte[] extra = {6, 0, 'B', 'C', 2, 0, 1, 2};
    byte[] names = "stores.csv\0by hand\0".getBytes(UTF_8);
    return join(header, extra, names, Arrays.copyOfRange(plain, 10, plain.length));
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  /** Returns all but the last bytes. */
  static byte[] without(int last, byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length - last);
  }

  /** Returns a copy of which one byte is another. */
  static byte[] damaged(byte[] bytes, int at) {
    byte[] copy = bytes.clone();
    copy[at] ^= 0x55;
    return copy;
  }
}

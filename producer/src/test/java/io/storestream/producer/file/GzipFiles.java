package io.storestream.producer.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** What files that gzip has compressed consist of. */
public final class GzipFiles {

  private static final int HEADER_BYTES = 10;

  private GzipFiles() {}

  /** Returns one member. */
  public static byte[] member(String content) {
    return member(content.getBytes(UTF_8));
  }

  public static byte[] member(byte[] content) {
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
    byte[] fields =
        join(new byte[] {6, 0, 'X', 'Y', 2, 0, 1, 2}, "stores.csv\0by hand\0".getBytes(UTF_8));
    return withFields(member(content), 0x04 | 0x08 | 0x10, fields);
  }

  /** Returns a member as {@code bgzip} writes it, with its length in an extra field. */
  static byte[] bgzipMember(String content) {
    byte[] plain = member(content);
    int last = plain.length + 8 - 1;
    byte[] extra = {6, 0, 'B', 'C', 2, 0, (byte) last, (byte) (last >> 8)};
    return withFields(plain, 0x04, extra);
  }

  private static byte[] withFields(byte[] member, int flags, byte[] fields) {
    byte[] header = Arrays.copyOf(member, HEADER_BYTES);
    header[3] = (byte) flags;
    return join(header, fields, Arrays.copyOfRange(member, HEADER_BYTES, member.length));
  }

  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  /** Returns all but the last bytes. */
  public static byte[] without(int last, byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length - last);
  }

  /** Returns a copy of which one byte is another. */
  static byte[] damaged(byte[] bytes, int at) {
    byte[] copy = bytes.clone();
    copy[at] ^= 0x55;
    return copy;
  }
}

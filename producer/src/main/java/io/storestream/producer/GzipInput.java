package io.storestream.producer;

import io.storestream.cli.CommandFailedException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * What a file holds that gzip has compressed, all members of it. Not thread-safe.
 *
 * <p>A file that is cut, damaged or followed by anything else, zero bytes too, can't be read to its
 * end. ({@link java.util.zip.GZIPInputStream} takes anything behind a member that is not a whole
 * header for the end of the file.)
 */
final class GzipInput extends FilterInputStream {

  private static final byte[] MAGIC = {0x1F, (byte) 0x8B};
  private static final int BUFFER_BYTES = 64 * 1024;

  private GzipInput(InputStream compressed) throws IOException {
    super(
        GzipCompressorInputStream.builder()
            .setInputStream(compressed)
            .setDecompressConcatenated(true)
            .get());
  }

  /**
   * Decompresses a stream if gzip has compressed it, by its first bytes.
   *
   * @param file for messages
   * @param in needs no buffer, and can be a pipe
   * @param required whether only a compressed stream will do
   * @throws CommandFailedException if it is required and not compressed
   */
  static InputStream open(String file, InputStream in, boolean required) throws IOException {
    byte[] first = in.readNBytes(MAGIC.length);
    PushbackInputStream whole = new PushbackInputStream(in, MAGIC.length);
    whole.unread(first);
    if (startsWithMagic(first)) {
      try {
        return new GzipInput(new BufferedInputStream(whole, BUFFER_BYTES));
      } catch (IOException e) {
        throw unusable(e);
      }
    }
    if (required) {
      throw new CommandFailedException(
          first.length == 0
              ? file + " is empty, which no file compressed by gzip is: get it again"
              : file + " is not compressed by gzip, as its name says: get it again or rename it");
    }
    return whole;
  }

  /** Returns whether a stream that begins like this is compressed by gzip. */
  static boolean startsWithMagic(byte[] first) {
    return first.length >= MAGIC.length && first[0] == MAGIC[0] && first[1] == MAGIC[1];
  }

  @Override
  public int read() throws IOException {
    try {
      return super.read();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return super.read(target, offset, length);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static IOException unusable(IOException e) {
    String reason =
        e instanceof EOFException ? "it ends in the middle" : String.valueOf(e.getMessage());
    return new IOException(
        "the compressed file is cut or damaged (%s): get it again".formatted(reason), e);
  }
}

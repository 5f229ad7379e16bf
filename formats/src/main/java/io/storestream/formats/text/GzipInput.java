package io.storestream.formats.text;

import io.storestream.cli.CommandFailedException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import org.apache.commons.compress.compressors.gzip.ExtraField;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/**
 * Decompresses all members of a gzip file. Not thread-safe.
 *
 * <p>Reading fails if the file is truncated, damaged or followed by anything else, zero bytes
 * included. ({@link java.util.zip.GZIPInputStream} takes anything after a member that is not a
 * complete header as the end of the file.) A file truncated exactly between two members cannot be
 * recognized, except one of {@code bgzip}, which ends with an empty member.
 */
public final class GzipInput extends InputStream {

  private static final byte[] MAGIC = {0x1F, (byte) 0x8B};

  /** The extra field that each member of a file of {@code bgzip} has. */
  private static final String BGZF_FIELD = "BC";

  private static final int BUFFER_BYTES = 64 * 1024;

  private final GzipCompressorInputStream members;

  private GzipInput(GzipCompressorInputStream members) {
    this.members = members;
  }

  /**
   * Decompresses a stream if its first bytes are those of gzip.
   *
   * @param file for messages
   * @param in needs no buffer, and can be a pipe
   * @param required whether the stream must be compressed
   * @throws CommandFailedException if it is required and not compressed
   */
  public static InputStream open(String file, InputStream in, boolean required) throws IOException {
    byte[] first = in.readNBytes(MAGIC.length);
    PushbackInputStream whole = new PushbackInputStream(in, MAGIC.length);
    whole.unread(first);
    if (startsWithMagic(first)) {
      try {
        return new GzipInput(
            GzipCompressorInputStream.builder()
                .setInputStream(new BufferedInputStream(whole, BUFFER_BYTES))
                .setDecompressConcatenated(true)
                .get());
      } catch (IOException e) {
        throw unusable(e);
      }
    }
    if (required) {
      throw new CommandFailedException(
          first.length == 0
              ? file + " is empty, and a file compressed by gzip never is: get it again"
              : file
                  + " is not compressed by gzip, but its name ends in .gz: get it again or rename it");
    }
    return whole;
  }

  /** Returns whether a stream that begins like this is compressed by gzip. */
  public static boolean startsWithMagic(byte[] first) {
    return first.length >= MAGIC.length && first[0] == MAGIC[0] && first[1] == MAGIC[1];
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read;
    try {
      read = members.read(target, offset, length);
    } catch (IOException e) {
      throw unusable(e);
    }
    if (read < 0 && lacksEndOfBgzf(members.getMetaData())) {
      throw unusable(
          new IOException("the empty member at its end, as bgzip writes it, is missing"));
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    members.close();
  }

  /** Returns whether the last member is one of bgzip that another must follow. */
  private static boolean lacksEndOfBgzf(GzipParameters last) {
    ExtraField extra = last.getExtraField();
    return extra != null
        && extra.findFirstSubField(BGZF_FIELD) != null
        && last.getTrailerISize() != 0;
  }

  private static IOException unusable(IOException e) {
    String reason = e instanceof EOFException ? "it ends in the middle" : e.getMessage();
    return new IOException(
        "the compressed file is cut or damaged%s: get it again"
            .formatted(reason == null ? "" : " (" + reason + ")"),
        e);
  }
}

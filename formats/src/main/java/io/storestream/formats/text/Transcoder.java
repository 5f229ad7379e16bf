package io.storestream.formats.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * A text of another encoding as UTF-8. Bytes that are not valid in the encoding become {@link
 * #INVALID}. Not thread-safe.
 */
final class Transcoder extends InputStream {

  /** A byte that UTF-8 never has. */
  private static final byte INVALID = (byte) 0xFF;

  private static final int BUFFER_BYTES = 16 * 1024;

  /** A char takes up to three bytes, and what is invalid one. */
  private static final int MAX_BYTES_OF_CHAR = 3;

  private final InputStream in;
  private final int unitBytes;
  private final CharsetDecoder decoder;
  private final CharsetEncoder encoder =
      StandardCharsets.UTF_8
          .newEncoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .replaceWith(new byte[] {'?'});
  private final ByteBuffer source = ByteBuffer.allocate(BUFFER_BYTES).flip();
  private final CharBuffer chars = CharBuffer.allocate(BUFFER_BYTES);
  private final ByteBuffer target =
      ByteBuffer.allocate(BUFFER_BYTES * MAX_BYTES_OF_CHAR + 1).flip();
  private boolean sourceEnded;
  private boolean ended;

  /**
   * @param in closed with this
   */
  Transcoder(InputStream in, Charset encoding) {
    this.in = in;
    this.unitBytes =
        encoding.name().startsWith("UTF-16") ? 2 : encoding.name().startsWith("UTF-32") ? 4 : 1;
    this.decoder =
        encoding
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!target.hasRemaining()) {
      if (ended) {
        return -1;
      }
      refill();
    }
    int bytes = Math.min(length, target.remaining());
    target.get(to, offset, bytes);
    return bytes;
  }

  @Override
  public int available() {
    return target.remaining();
  }

  /** Decodes what is there, up to the next invalid bytes; reads more if that is nothing. */
  private void refill() throws IOException {
    CoderResult decoded = decoder.decode(source, chars, sourceEnded);
    if (decoded.isUnderflow()) {
      if (!sourceEnded) {
        readMore();
      } else if (chars.position() <= 1) {
        ended = true;
        decoder.flush(chars);
      }
    }
    chars.flip();
    target.clear();
    // Half a surrogate pair at the end stays for the next time.
    encoder.encode(chars, target, ended);
    chars.compact();
    if (decoded.isError()) {
      // A malformed sequence may end with the first characters of what follows, such as a line end.
      int skipped =
          decoded.isMalformed() ? Math.min(unitBytes, decoded.length()) : decoded.length();
      source.position(source.position() + skipped);
      target.put(INVALID);
    }
    target.flip();
  }

  private void readMore() throws IOException {
    source.compact();
    int read = in.read(source.array(), source.position(), source.remaining());
    sourceEnded = read < 0;
    source.position(source.position() + Math.max(read, 0)).flip();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

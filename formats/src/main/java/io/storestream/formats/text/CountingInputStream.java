package io.storestream.formats.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/**
 * Counts the bytes that are read from a stream.
 *
 * <p>It only reads: a named pipe fails when it is asked for available bytes or to skip some.
 */
public final class CountingInputStream extends InputStream {

  private final InputStream in;
  private final LongConsumer onBytes;

  /**
   * @param in closed with this
   * @param onBytes receives how many more bytes were read
   */
  public CountingInputStream(InputStream in, LongConsumer onBytes) {
    this.in = in;
    this.onBytes = onBytes;
  }

  @Override
  public int read() throws IOException {
    int b = in.read();
    if (b >= 0) {
      onBytes.accept(1);
    }
    return b;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = in.read(target, offset, length);
    if (read > 0) {
      onBytes.accept(read);
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

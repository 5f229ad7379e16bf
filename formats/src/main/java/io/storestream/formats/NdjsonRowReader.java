package io.storestream.formats;

import io.storestream.formats.text.ByteOrderMark;
import io.storestream.formats.text.LineReader;
import io.storestream.model.event.InvalidEventException;
import io.storestream.model.event.StoreChange;
import io.storestream.model.event.StoreChangeCodec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an NDJSON file; each line is an event that {@link StoreChangeCodec} decodes. Not
 * thread-safe.
 */
public final class NdjsonRowReader implements RowReader {

  /** The longest line in bytes, which is the largest record that a broker accepts by default. */
  static final int MAX_BYTES = 1024 * 1024;

  private static final int EXCERPT_BYTES = 1000;

  private final LineReader lines;
  private final Instant defaultUpdatedAt;

  /**
   * @param file for messages
   * @param in not compressed; closed with this reader
   * @param defaultUpdatedAt of events that have no time
   */
  public NdjsonRowReader(String file, InputStream in, Instant defaultUpdatedAt, ReadOptions options)
      throws IOException {
    lines = new LineReader(ByteOrderMark.skip(file, in), MAX_BYTES);
    this.defaultUpdatedAt = defaultUpdatedAt;
  }

  @Override
  public @Nullable Row next() throws IOException {
    while (true) {
      lines.begin();
      switch (lines.extend()) {
        case END -> {
          return null;
        }
        case FULL -> {
          String excerpt = lines.fullLineExcerpt(EXCERPT_BYTES);
          lines.skipFullLine();
          String reason = "the line is longer than %,d bytes".formatted(MAX_BYTES);
          return new Row.Rejected(lines.line(), reason, excerpt);
        }
        case LINE -> {
          if (!lines.isBlank()) {
            return toRow();
          }
        }
      }
    }
  }

  private Row toRow() {
    ByteBuffer content = lines.content();
    try {
      // Jackson would also accept UTF-16 and UTF-32.
      StandardCharsets.UTF_8.newDecoder().decode(content.duplicate());
      byte[] value = new byte[content.remaining()];
      content.get(value);
      StoreChange change = StoreChangeCodec.decode(value, defaultUpdatedAt);
      return new Row.Event(lines.line(), change, List.of());
    } catch (CharacterCodingException e) {
      return rejected("not valid UTF-8");
    } catch (InvalidEventException e) {
      return rejected(String.valueOf(e.getMessage()));
    }
  }

  private Row rejected(String reason) {
    return new Row.Rejected(lines.line(), reason, lines.lenientText());
  }

  @Override
  public List<String> description() {
    return List.of("format: NDJSON", "encoding: UTF-8");
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}

package io.storestream.formats;

import io.storestream.cli.CommandFailedException;
import io.storestream.formats.text.ForeignFormat;
import io.storestream.formats.text.LineReader;
import io.storestream.formats.text.TextInput;
import io.storestream.model.event.InvalidEventException;
import io.storestream.model.event.StoreChange;
import io.storestream.model.event.StoreChangeCodec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an NDJSON file; each line is an event that {@link StoreChangeCodec} decodes. Not
 * thread-safe.
 */
public final class NdjsonRowReader implements RowReader {

  private static final char NO_DELIMITER = '\n';

  private static final int EXCERPT_BYTES = 1000;

  private final String file;
  private final LineReader lines;
  private final Charset encoding;
  private final Instant defaultUpdatedAt;
  private final ReadOptions options;
  private boolean isFirst = true;

  /**
   * @param file for messages
   * @param in not compressed; closed with this reader
   * @param defaultUpdatedAt of events that have no time
   * @throws CommandFailedException if the file is no text
   */
  public NdjsonRowReader(String file, InputStream in, Instant defaultUpdatedAt, ReadOptions options)
      throws IOException {
    TextInput text = TextInput.open(file, in, options.encoding());
    this.file = file;
    this.lines = new LineReader(text.utf8(), LineReader.MAX_RECORD_BYTES);
    this.encoding = text.encoding();
    this.defaultUpdatedAt = defaultUpdatedAt;
    this.options = options;
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
          requireNdjson(excerpt);
          lines.skipFullLine();
          String reason =
              "the line is longer than %,d bytes".formatted(LineReader.MAX_RECORD_BYTES);
          return new Row.Rejected(lines.line(), reason, excerpt);
        }
        case LINE -> {
          if (!lines.isBlank(NO_DELIMITER)) {
            requireNdjson(lines.lenientText());
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
      List<String> problems = new ArrayList<>();
      StoreChange change =
          StoreChangeCodec.decode(value, defaultUpdatedAt, options.epoch(), problems::add);
      return new Row.Event(lines.line(), change, problems);
    } catch (CharacterCodingException e) {
      return rejected(
          "not valid %s: give the encoding of the file by --encoding".formatted(encoding.name()));
    } catch (InvalidEventException e) {
      return rejected(String.valueOf(e.getMessage()));
    }
  }

  /** Checks the first line: each of the many lines of another kind of text would be rejected. */
  private void requireNdjson(String line) {
    if (!isFirst) {
      return;
    }
    isFirst = false;
    String foreign =
        line.strip().equals("{")
            ? "JSON that spans lines: write one change event a line"
            : ForeignFormat.remedyFor(line);
    if (foreign != null) {
      throw new CommandFailedException("%s is %s".formatted(file, foreign));
    }
  }

  private Row rejected(String reason) {
    return new Row.Rejected(lines.line(), reason, lines.lenientText());
  }

  @Override
  public List<String> description() {
    return List.of("format: NDJSON", "encoding: " + encoding.name());
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}

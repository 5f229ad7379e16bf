package io.storestream.formats.json;

import io.storestream.formats.text.LineReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** The lines of an NDJSON file. Not thread-safe. */
final class JsonLines implements JsonTexts {

  private static final char NO_DELIMITER = '\n';

  private final LineReader lines;
  private boolean isTooLong;
  private String excerpt = "";

  /**
   * @param utf8 closed with this
   */
  JsonLines(InputStream utf8) {
    lines = new LineReader(utf8, LineReader.MAX_RECORD_BYTES);
  }

  @Override
  public boolean next() throws IOException {
    isTooLong = false;
    while (true) {
      lines.begin();
      switch (lines.extend()) {
        case END -> {
          return false;
        }
        case FULL -> {
          isTooLong = true;
          excerpt = lines.fullLineExcerpt(JsonRowReader.EXCERPT_BYTES);
          lines.skipFullLine();
          return true;
        }
        case LINE -> {
          if (!lines.isBlank(NO_DELIMITER)) {
            return true;
          }
        }
      }
    }
  }

  @Override
  public long line() {
    return lines.line();
  }

  @Override
  public boolean isTooLong() {
    return isTooLong;
  }

  @Override
  public ByteBuffer content() {
    return lines.content();
  }

  @Override
  public String text() {
    return isTooLong ? excerpt : lines.lenientText();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}

package io.storestream.formats.json;

import io.storestream.cli.CommandFailedException;
import io.storestream.formats.ReadOptions;
import io.storestream.formats.RowReader;
import io.storestream.formats.record.ChangeDecoder;
import io.storestream.formats.record.ChangeDecoders;
import io.storestream.formats.record.ChangeFormat;
import io.storestream.formats.record.Decoded;
import io.storestream.formats.record.SourceRecord;
import io.storestream.formats.text.ForeignFormat;
import io.storestream.formats.text.LineReader;
import io.storestream.formats.text.TextInput;
import io.storestream.model.event.InvalidEventException;
import io.storestream.model.event.StoreChange;
import io.storestream.model.event.StoreObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON file of objects, one a line (NDJSON) or all in one array. Each is a store that
 * {@link StoreObject} decodes, or a record of one of the formats that {@link ChangeDecoders}
 * decodes, as if it were the value of a record in Kafka. Not thread-safe.
 */
public final class JsonRowReader implements RowReader {

  /** How much of a row that is too long is kept. */
  static final int EXCERPT_BYTES = 1000;

  /** An object or an array of objects; titles of CSV files may begin with a bracket as well. */
  private static final Pattern START =
      Pattern.compile("\\s*(?:\\{\\s*[\"}]|\\[\\s*[{\\]]).*", Pattern.DOTALL);

  private static final Pattern SPANS_LINES = Pattern.compile("\\{\\s*[\r\n].*", Pattern.DOTALL);

  private final JsonTexts texts;
  private final boolean isArray;
  private final Charset encoding;
  private final Instant defaultUpdatedAt;
  private final ReadOptions options;
  private final ChangeDecoder decoder;

  /** The second change of a record that closes one store and opens another. */
  private @Nullable Row second;

  /**
   * @param file for messages
   * @param in not compressed; closed with this reader
   * @param defaultUpdatedAt of events and stores that have no time
   * @throws CommandFailedException if the file is no text, or JSON of another kind
   */
  public JsonRowReader(String file, InputStream in, Instant defaultUpdatedAt, ReadOptions options)
      throws IOException {
    this(file, TextInput.open(file, in, options.encoding()), defaultUpdatedAt, options);
  }

  /**
   * @param file for messages
   * @param text closed with this reader
   * @param defaultUpdatedAt of events and stores that have no time
   * @throws CommandFailedException if the file is JSON of another kind
   */
  public JsonRowReader(String file, TextInput text, Instant defaultUpdatedAt, ReadOptions options)
      throws IOException {
    String start = text.start().strip();
    String foreign =
        SPANS_LINES.matcher(start).matches() && ForeignFormat.remedyFor(start) == null
            ? "one JSON object that spans lines: write one object a line, or an array of objects"
            : ForeignFormat.remedyFor(start);
    if (foreign != null) {
      throw new CommandFailedException("%s is %s".formatted(file, foreign));
    }
    this.isArray = start.startsWith("[");
    this.texts = isArray ? new JsonElements(text.utf8()) : new JsonLines(text.utf8());
    this.encoding = text.encoding();
    this.defaultUpdatedAt = defaultUpdatedAt;
    this.options = options;
    this.decoder =
        ChangeDecoders.of(EnumSet.allOf(ChangeFormat.class), options.mapping(), options.epoch());
  }

  /** Returns whether a text begins like one that this class reads. */
  public static boolean recognizes(TextInput text) throws IOException {
    return START.matcher(text.start()).matches();
  }

  @Override
  public @Nullable Row next() throws IOException {
    if (second != null) {
      Row row = second;
      second = null;
      return row;
    }
    if (!texts.next()) {
      return null;
    }
    return texts.isTooLong()
        ? rejected(
            "the %s is longer than %,d bytes"
                .formatted(isArray ? "element" : "line", LineReader.MAX_RECORD_BYTES))
        : toRow();
  }

  private Row toRow() {
    ByteBuffer content = texts.content();
    try {
      // Jackson would also accept UTF-16 and UTF-32.
      StandardCharsets.UTF_8.newDecoder().decode(content.duplicate());
      byte[] value = new byte[content.remaining()];
      content.get(value);
      return StoreObject.seemsToBe(value) ? ofStore(value) : ofRecord(value);
    } catch (CharacterCodingException e) {
      return rejected(
          "not valid %s: give the encoding of the file by --encoding".formatted(encoding.name()));
    } catch (InvalidEventException e) {
      return rejected(String.valueOf(e.getMessage()));
    }
  }

  private Row ofStore(byte[] value) throws InvalidEventException {
    List<String> problems = new ArrayList<>();
    StoreChange change =
        StoreObject.decode(value, defaultUpdatedAt, options.epoch(), problems::add);
    return new Row.Event(texts.line(), change, problems, RowKind.STORE);
  }

  private Row ofRecord(byte[] value) throws InvalidEventException {
    Decoded decoded = decoder.decode(SourceRecord.ofValue(value, defaultUpdatedAt)).orElseThrow();
    if (decoded instanceof Decoded.NoChange none) {
      return new Row.PassedOver(texts.line(), none.kind() + " of Debezium", texts.text());
    }
    Decoded.Change change = (Decoded.Change) decoded;
    Row event = new Row.Event(texts.line(), change.change(), change.problems(), RowKind.EVENT);
    if (change.closed() == null) {
      return event;
    }
    second = event;
    return new Row.Event(texts.line(), change.closed(), List.of(), RowKind.EVENT);
  }

  private Row rejected(String reason) {
    return new Row.Rejected(texts.line(), reason, texts.text());
  }

  @Override
  public List<String> description() {
    return List.of(
        "format: " + (isArray ? "JSON array" : "NDJSON"), "encoding: " + encoding.name());
  }

  @Override
  public void close() throws IOException {
    texts.close();
  }
}

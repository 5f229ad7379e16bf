package io.storestream.formats.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.storestream.model.event.InvalidEventException;
import io.storestream.model.event.StoreChangeCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A record and what decoding it gives. A case of a file is
 *
 * <pre>
 * == description
 * -- header content-type: application/json
 * -- key
 * "1"
 * -- value
 * {}
 * -- gives
 * {"type":"DELETE","storeNumber":"1","updatedAt":"2017-02-01T00:00:00Z"}
 * </pre>
 *
 * <p>Headers, the key and the value may be missing.
 *
 * @param gives one line each: our own event, {@code closes …}, {@code problem …}, {@code no change:
 *     …}, {@code invalid: …} or {@code not of this format}
 */
public record RecordCase(String description, SourceRecord record, List<String> gives) {

  /** Of the record. */
  public static final Instant TIMESTAMP = Instant.parse("2020-01-01T00:00:00Z");

  /** Returns the cases of a file beside a class. */
  public static Stream<RecordCase> in(Class<?> neighbour, String resource) {
    String text;
    try (InputStream in = neighbour.getResourceAsStream(resource)) {
      text = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Stream.of(text.split("(?m)^== ")).skip(1).map(RecordCase::parse);
  }

  private static RecordCase parse(String block) {
    String[] parts = block.split("(?m)^-- ");
    Map<String, byte[]> headers = new HashMap<>();
    Map<String, String> contents = new HashMap<>();
    for (String part : List.of(parts).subList(1, parts.length)) {
      String[] lines = part.split("\n", 2);
      if (lines[0].startsWith("header ")) {
        String[] header = lines[0].substring("header ".length()).split(": ?", 2);
        headers.put(header[0], header[1].getBytes(UTF_8));
      } else {
        contents.put(lines[0], lines[1].strip());
      }
    }
    return new RecordCase(
        parts[0].strip(),
        new SourceRecord(
            bytes(contents.get("key")), bytes(contents.get("value")), headers::get, TIMESTAMP),
        Objects.requireNonNull(contents.get("gives")).lines().toList());
  }

  private static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(UTF_8);
  }

  /** Returns what a decoder gives, in the form of {@link #gives()}. */
  public static List<String> describe(ChangeDecoder decoder, SourceRecord record) {
    try {
      return decoder.decode(record).map(RecordCase::describe).orElse(List.of("not of this format"));
    } catch (InvalidEventException e) {
      return List.of("invalid: " + e.getMessage());
    }
  }

  private static List<String> describe(Decoded decoded) {
    if (decoded instanceof Decoded.Change change) {
      List<String> lines = new ArrayList<>();
      lines.add(new String(StoreChangeCodec.encode(change.change()), UTF_8));
      if (change.closed() != null) {
        lines.add("closes: " + change.closed().storeNumber());
      }
      change.problems().forEach(problem -> lines.add("problem: " + problem));
      return lines;
    }
    return List.of("no change: " + ((Decoded.NoChange) decoded).kind());
  }

  @Override
  public String toString() {
    return description;
  }
}

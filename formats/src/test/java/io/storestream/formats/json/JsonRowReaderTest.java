package io.storestream.formats.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.cli.CommandFailedException;
import io.storestream.formats.FileCase;
import io.storestream.formats.ReadOptions;
import io.storestream.formats.RowReader;
import io.storestream.formats.text.LineReader;
import io.storestream.formats.text.TextInput;
import io.storestream.model.event.StoreChangeCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JsonRowReaderTest {

  static Stream<FileCase> cases() {
    return Stream.of("json/ndjson-cases.txt", "json/array-cases.txt").flatMap(FileCase::in);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldReadEachCase(FileCase it) throws IOException {
    assertThat(read(it.bytes(), it.options())).containsExactlyElementsOf(it.gives());
  }

  @Test
  void shouldRejectLineBeyondBound() throws IOException {
    // given
    String file = "x".repeat(LineReader.MAX_RECORD_BYTES + 1) + "\n[]\n";

    // when, then
    assertThat(read(file.getBytes(StandardCharsets.UTF_8)))
        .containsExactly(
            "line 1: the line is longer than 1,048,576 bytes: " + "x".repeat(1000) + "…",
            "line 2: the event must be an object, not an array: []");
  }

  @Test
  void shouldRejectElementBeyondBound() throws IOException {
    // given
    String file = "[\"" + "é".repeat(LineReader.MAX_RECORD_BYTES / 2) + "\",\n[]]";

    // when, then the excerpt ends between two characters
    assertThat(read(file.getBytes(StandardCharsets.UTF_8)))
        .containsExactly(
            "line 1: the element is longer than 1,048,576 bytes: \"" + "é".repeat(499) + "…",
            "line 2: the event must be an object, not an array: []");
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"a\":1}', true",
    "' \n{ }', true",
    "'[ {', true",
    "'[\n]', true",
    "'[1,2]', false",
    "'[Stores]', false",
    "'{stores}', false",
    "'Store Number,Country', false",
    "'{', false",
    "'', false"
  })
  void shouldRecognizeObjectsAndArraysOfObjects(String start, boolean expected) throws IOException {
    InputStream in = new ByteArrayInputStream(start.getBytes(StandardCharsets.UTF_8));
    TextInput text = TextInput.open("file", in, null);

    assertThat(JsonRowReader.recognizes(text)).isEqualTo(expected);
    assertThat(text.utf8().readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo(start);
  }

  private static List<String> read(byte[] file) throws IOException {
    return read(file, ReadOptions.DEFAULTS);
  }

  private static List<String> read(byte[] file, ReadOptions options) throws IOException {
    List<String> lines = new ArrayList<>();
    try (RowReader rows =
        new JsonRowReader(
            "case.ndjson", new ByteArrayInputStream(file), Instant.ofEpochSecond(1), options)) {
      FileCase.describeAll(rows, StoreChangeCodec::encode, lines);
    } catch (CommandFailedException e) {
      lines.add("error: " + e.getMessage());
    } catch (IOException e) {
      lines.add("unreadable: " + e.getMessage());
    }
    return lines;
  }
}

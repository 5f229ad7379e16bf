package io.storestream.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.cli.CommandFailedException;
import io.storestream.formats.text.LineReader;
import io.storestream.model.event.StoreChangeCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NdjsonRowReaderTest {

  static Stream<FileCase> cases() {
    return FileCase.in("ndjson-cases.txt");
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

  private static List<String> read(byte[] file) throws IOException {
    return read(file, ReadOptions.DEFAULTS);
  }

  private static List<String> read(byte[] file, ReadOptions options) throws IOException {
    List<String> lines = new ArrayList<>();
    try (RowReader rows =
        new NdjsonRowReader(
            "case.ndjson", new ByteArrayInputStream(file), Instant.ofEpochSecond(1), options)) {
      FileCase.describeAll(rows, StoreChangeCodec::encode, lines);
    } catch (CommandFailedException e) {
      lines.add("error: " + e.getMessage());
    }
    return lines;
  }
}

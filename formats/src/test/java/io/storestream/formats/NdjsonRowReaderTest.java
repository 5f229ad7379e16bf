package io.storestream.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.model.event.StoreChangeCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
    assertThat(read(it.bytes())).containsExactlyElementsOf(it.gives());
  }

  @Test
  void shouldRejectLineBeyondBound() throws IOException {
    // given
    String file = "x".repeat(NdjsonRowReader.MAX_BYTES + 1) + "\n[]\n";

    // when, then
    assertThat(read(file.getBytes(StandardCharsets.UTF_8)))
        .containsExactly(
            "line 1: the line is longer than 1,048,576 bytes: " + "x".repeat(1000) + "…",
            "line 2: the event must be an object, not an array: []");
  }

  private static List<String> read(byte[] file) throws IOException {
    try (RowReader rows =
        new NdjsonRowReader(
            "case.ndjson",
            new ByteArrayInputStream(file),
            Instant.ofEpochSecond(1),
            ReadOptions.DEFAULTS)) {
      return FileCase.describeAll(rows, StoreChangeCodec::encode);
    }
  }
}

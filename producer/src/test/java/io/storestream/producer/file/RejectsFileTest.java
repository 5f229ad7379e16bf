package io.storestream.producer.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.storestream.cli.CommandFailedException;
import io.storestream.formats.RowReader.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectsFileTest {

  @TempDir private Path folder;
  private Path path;

  @BeforeEach
  void setUp() {
    path = folder.resolve("stores.csv.rejects.csv");
  }

  @Test
  void shouldWriteRowsThatReadBackAsTheyWere() throws IOException {
    // given
    Files.writeString(path, "something longer that an earlier run has left behind");

    // when
    try (RejectsFile rejects = new RejectsFile(path)) {
      rejects.write(new Row.Rejected(2, "unclosed quote", "1,\"US"));
      rejects.write(new Row.Rejected(7, "country is missing", "2,\n"));
      rejects.removeStale();
    }

    // then
    assertThat(path)
        .hasContent(
            "Line,Reason,Row\r\n2,unclosed quote,\"1,\"\"US\"\r\n7,country is missing,\"2,\n\"\r\n");
  }

  @Test
  void shouldRemoveWhatAnEarlierRunHasLeft() throws IOException {
    // given
    Files.writeString(path, "Line,Reason,Row\n");

    // when
    try (RejectsFile rejects = new RejectsFile(path)) {
      rejects.removeStale();
    }

    // then
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void shouldLeaveEarlierFileAloneIfTheRunBreaksOff() throws IOException {
    // given
    Files.writeString(path, "Line,Reason,Row\n");

    // when
    new RejectsFile(path).close();

    // then
    assertThat(path).hasContent("Line,Reason,Row\n");
  }

  @Test
  void shouldNameFileThatCannotBeWritten() throws IOException {
    // given
    Files.createDirectory(path);

    // when, then
    try (RejectsFile rejects = new RejectsFile(path)) {
      assertThatExceptionOfType(CommandFailedException.class)
          .isThrownBy(() -> rejects.write(new Row.Rejected(2, "a", "b")))
          .withMessage(
              "can't write the rejected rows to %s: %s".formatted(path, path + ": Is a directory"));
    }
  }
}

package io.storestream.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storestream.cli.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoInputTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void shouldUnpackTheSampleAndTakeItAway() {
    Path path;
    try (DemoInput input = DemoInput.open(null)) {
      path = input.path();
      assertThat(path).isNotEmptyFile();
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void shouldLeaveTheGivenFile() throws IOException {
    Path file = Files.writeString(folder.resolve("stores.csv"), "Store Number,Country\n1,US\n");
    try (DemoInput input = DemoInput.open(file)) {
      assertThat(input.path()).isEqualTo(file);
    }
    assertThat(file).exists();
  }

  @Test
  void shouldRefuseWhatCannotBeCompared() throws IOException {
    Path file = Files.createFile(folder.resolve("events.jsonl"));
    assertThatThrownBy(() -> DemoInput.open(file))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageStartingWith(file + " is JSON, and only CSV can be compared");
  }
}

package io.storestream.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFilesTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void shouldDeleteDirectoryWithAllThatIsInIt() throws IOException {
    Path root = folder.resolve("root");
    Files.createFile(Files.createDirectories(root.resolve("a/b")).resolve("file"));

    TemporaryFiles.delete(root);

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void shouldDeleteFileAlone() throws IOException {
    Path kept = Files.createFile(folder.resolve("kept.csv"));

    TemporaryFiles.delete(Files.createFile(folder.resolve("temporary.csv")));

    assertThat(folder.toFile().listFiles()).containsExactly(kept.toFile());
  }

  @Test
  void shouldNotFailOnWhatIsGone() {
    assertThatNoException().isThrownBy(() -> TemporaryFiles.delete(folder.resolve("gone")));
  }
}

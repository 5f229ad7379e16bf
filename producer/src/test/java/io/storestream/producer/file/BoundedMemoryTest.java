package io.storestream.producer.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.formats.ReadOptions;
import io.storestream.producer.file.FilePass.Findings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of any size needs no more heap than a small one, except 16 bytes for each row. */
class BoundedMemoryTest {

  private static final int ROWS = 200_000;

  @Test
  void shouldReadFileMuchLargerThanHeap(@TempDir Path folder) throws Exception {
    // given 40 MB of rows, and a line of another 40 MB among them
    Path file = folder.resolve("large.csv");
    writeFile(file);

    // when a JVM of 16 MB reads it twice
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx16m",
                "-cp",
                System.getProperty("java.class.path"),
                ReadTwice.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String output;
    try (InputStream out = process.getInputStream()) {
      output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
    }

    // then
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(output.strip())
        .isEqualTo("RowCounts[rejected=1, passedOver=0, superseded=1, passedOn=" + ROWS + "]");
  }

  private static void writeFile(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(
          "Store Number,Country,Store Name\n0,US,superseded\n".getBytes(StandardCharsets.UTF_8));
      String padding = "x".repeat(190);
      for (int i = 0; i < ROWS; i++) {
        out.write((i + ",US," + padding + "\n").getBytes(StandardCharsets.UTF_8));
        if (i == ROWS / 2) {
          byte[] megabyte = "y".repeat(1_000_000).getBytes(StandardCharsets.UTF_8);
          for (int j = 0; j < 40; j++) {
            out.write(megabyte);
          }
          out.write('\n');
        }
      }
    }
  }

  /** Runs in a separate JVM. */
  static final class ReadTwice {

    private ReadTwice() {}

    /** Prints the counts of the rows of a file. */
    public static void main(String[] args) {
      FilePass pass =
          new FilePass(StoreFile.of(args[0]), Instant.EPOCH, ReadOptions.DEFAULTS, bytes -> {});
      CheckedFile checked = CheckedFile.check(pass, Findings.IGNORED);
      System.out.println(checked.forEachLatest(pass, row -> {}, row -> {}));
    }
  }
}

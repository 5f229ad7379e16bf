package io.storestream.producer.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.storestream.cli.CommandFailedException;
import io.storestream.fixtures.GzipFiles;
import io.storestream.formats.ReadOptions;
import io.storestream.producer.file.FilePass.Findings;
import io.storestream.producer.file.FilePass.RowCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreFileTest {

  private static final String CSV = "Store Number,Country\n1,US\n2,,\n3,US\n";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "a.csv, false",
    "a.CSV.GZ, false",
    "a.txt, false",
    "a.ndjson.csv, false",
    "a.ndjson, true",
    "a.NDJSON.gz, true",
    "a.jsonl, true",
    "a.jsonl.gz, true",
    "a.json, true",
    "a.json.txt, false",
    "-, false"
  })
  void shouldTellTheFormatByTheSuffix(String name, boolean isJson) {
    assertThat(StoreFile.of(name).isJson()).isEqualTo(isJson);
  }

  @Test
  void shouldReadCompressedFileAndCountItsBytesAsStored() throws IOException {
    // given
    Path file = folder.resolve("stores.csv.gz");
    Files.write(file, GzipFiles.join(GzipFiles.member(CSV), GzipFiles.member("4,US\n")));
    AtomicLong bytes = new AtomicLong();

    // when
    RowCounts counts =
        new FilePass(StoreFile.of(file), Instant.EPOCH, ReadOptions.DEFAULTS, bytes::addAndGet)
            .run(Findings.IGNORED, change -> true);

    // then
    assertThat(counts).isEqualTo(new RowCounts(1, 0, 0, 3));
    assertThat(bytes).hasValue(Files.size(file));
  }

  @Test
  void shouldNameFileThatIsCompressedBadly() throws IOException {
    // given
    Path file = folder.resolve("stores.csv.gz");
    Files.writeString(file, CSV);
    FilePass pass =
        new FilePass(StoreFile.of(file), Instant.EPOCH, ReadOptions.DEFAULTS, bytes -> {});

    // when, then
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> pass.run(Findings.IGNORED, change -> true))
        .withMessage(
            file
                + " is not compressed by gzip, but its name ends in .gz: get it again or rename it");
  }

  @Test
  void shouldRefuseWhatIsNotThere() {
    // given
    Path file = folder.resolve("missing.csv");

    // when, then
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> StoreFile.of(file).requireReadable())
        .withMessage(file + " does not exist: check the name and the folder");
  }

  @Test
  void shouldRefuseDirectory() {
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> StoreFile.of(folder).requireReadable())
        .withMessage(folder + " is a directory: name the files in it");
  }

  @Test
  void shouldTakeStandardInputAsReadable() {
    assertThatNoException().isThrownBy(() -> StoreFile.of("-").requireReadable());
  }

  @Test
  void shouldKeepRejectedRowsBesideTheFile() {
    assertThat(StoreFile.of(folder.resolve("stores.csv.gz")).rejectsFile())
        .isEqualTo(folder.resolve("stores.csv.gz.rejects.csv"));
  }

  @Test
  void shouldKeepRejectedRowsOfStandardInputInTheWorkingDirectory() {
    assertThat(StoreFile.of("-").rejectsFile()).isEqualTo(Path.of("stdin.rejects.csv"));
  }

  @Test
  void shouldKeepRejectedRowsOfPipeInTheWorkingDirectory() {
    assertThat(StoreFile.of("/proc/self/fd/63").rejectsFile()).isEqualTo(Path.of("63.rejects.csv"));
    assertThat(StoreFile.of("/dev/fd/63").rejectsFile()).isEqualTo(Path.of("63.rejects.csv"));
  }

  @Test
  void shouldRefuseFilesThatShareARejectsFile() {
    // given
    List<StoreFile> files =
        List.of(StoreFile.of("/proc/self/fd/63"), StoreFile.of("-"), StoreFile.of("/dev/fd/63"));

    // when, then
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> StoreFile.requireOwnRejectsFiles(files))
        .withMessage(
            "/proc/self/fd/63 and /dev/fd/63 would both write their rejected rows to %s: publish them separately, from a folder each",
            Path.of("63.rejects.csv").toAbsolutePath());
  }

  @Test
  void shouldTakeFileThatIsNamedTwice() {
    // given
    List<StoreFile> files =
        List.of(
            StoreFile.of(folder.resolve("a.csv")),
            StoreFile.of(folder.resolve("b.csv")),
            StoreFile.of(folder.resolve("a.csv")));

    // when, then
    assertThatNoException().isThrownBy(() -> StoreFile.requireOwnRejectsFiles(files));
  }
}

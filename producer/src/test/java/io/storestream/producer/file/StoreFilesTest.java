package io.storestream.producer.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.storestream.cli.CommandFailedException;
import io.storestream.fixtures.GzipFiles;
import io.storestream.model.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFilesTest {

  @TempDir private Path folder;

  @Test
  void shouldGiveTheStoresThatWouldBePublishedAndWriteNothing() throws IOException {
    // given
    Path file = folder.resolve("stores.csv");
    Files.writeString(file, "Store Number,Country,City\n1,US,a\n2,,\n1,US,b\n3,US,c\n");
    List<Store> stores = new ArrayList<>();

    // when
    StoreFiles.forEachStore(file, stores::add);

    // then
    assertThat(stores)
        .extracting(Store::storeNumber, Store::city)
        .containsExactly(tuple("1", "b"), tuple("3", "c"));
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void shouldRefuseFileOfEvents() throws IOException {
    assertRefused(
        Files.createFile(folder.resolve("events.ndjson")),
        "%s is JSON, and only CSV can be compared: publish it with `./stores produce`");
  }

  @Test
  void shouldRefuseWhatCannotBeReadAgain() {
    assertRefused(
        Path.of("/dev/null"),
        "%s is no regular file and can't be read again: save what it gives to a file first");
  }

  @Test
  void shouldRefuseWhatCannotBePublished() throws IOException {
    assertRefused(
        folder.resolve("missing.csv"), "%s does not exist: check the name and the folder");
    assertRefused(folder, "%s is a directory: name the files in it");
    assertRefused(
        Files.createFile(folder.resolve("empty.csv")),
        "%s is empty: a line of column names is needed");
    assertRefused(
        Files.writeString(folder.resolve("other.csv"), "Name,Country\n"),
        "%s lacks the column Store Number; its first line has: Name, Country; tried the first 20"
            + " lines, with the delimiter comma, semicolon, tab or pipe; --delimiter, --encoding and --map"
            + " say how to read the file");
    assertRefused(
        Files.writeString(folder.resolve("plain.csv.gz"), "Store Number,Country\n"),
        "%s is not compressed by gzip, but its name ends in .gz: get it again or rename it");
    assertRefused(
        Files.write(
            folder.resolve("cut.csv.gz"),
            GzipFiles.without(1, GzipFiles.member("Store Number,Country\n1,US\n"))),
        "can't read %s: the compressed file is cut or damaged (it ends in the middle): get it again");
  }

  private static void assertRefused(Path file, String message) {
    String expected = message.formatted(file);
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> StoreFiles.requireComparable(file))
        .withMessage(expected);
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> StoreFiles.forEachStore(file, store -> {}))
        .withMessage(expected);
  }
}

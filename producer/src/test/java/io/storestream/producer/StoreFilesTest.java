package io.storestream.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.storestream.cli.CommandFailedException;
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
    // given
    Path file = Files.createFile(folder.resolve("events.ndjson"));

    // when, then
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> StoreFiles.forEachStore(file, store -> {}))
        .withMessage(file + " must be a CSV file, and no pipe");
  }
}

package io.storestream.producer.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.storestream.cli.CommandFailedException;
import io.storestream.formats.ReadOptions;
import io.storestream.formats.RowReader.Row;
import io.storestream.model.event.StoreChange;
import io.storestream.producer.file.FilePass.Findings;
import io.storestream.producer.file.FilePass.RowCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckedFileTest {

  private static final String HEADER = "Store Number,Country,City\n";

  @TempDir private Path folder;
  private final List<String> winners = new ArrayList<>();
  private Path file;
  private FilePass pass;

  @BeforeEach
  void setUp() {
    file = folder.resolve("stores.csv");
    pass = new FilePass(StoreFile.of(file), Instant.EPOCH, ReadOptions.DEFAULTS, bytes -> {});
  }

  @Test
  void shouldPassOnTheLastUsableRowOfEachStore() throws IOException {
    // given a last row that is rejected, so that the one before counts
    Files.writeString(file, HEADER + "1,US,a\n2,US,b\n1,US,c\n1,US,d\n3,US,e\n 2 ,US,f\n3,,g\n");

    // when
    RowCounts counts =
        CheckedFile.check(pass, Findings.IGNORED).forEachLatest(pass, row -> {}, this::add);

    // then
    assertThat(counts).isEqualTo(new RowCounts(1, 0, 3, 3));
    assertThat(winners).containsExactly("1 d", "3 e", "2 f");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1,US,a\n1,US,b\n",
        "1,US,a\n1,US,b\n2,US,c\n3,US,d\n",
        "1,US,a\n1,US,b\n2,,c\n",
        "1,US,a\n3,US,b\n2,US,c\n",
      })
  void shouldFailIfTheFileChangesBetweenThePasses(String secondContent) throws IOException {
    // given
    Files.writeString(file, HEADER + "1,US,a\n1,US,b\n2,US,c\n");
    CheckedFile checked = CheckedFile.check(pass, Findings.IGNORED);
    Files.writeString(file, HEADER + secondContent);

    // when, then
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> checked.forEachLatest(pass, row -> {}, this::add))
        .withMessage(file + " changed while it was read: publish it again when it is complete");
  }

  @Test
  void shouldFailRatherThanLoseRowIfStoreNumbersShareAHash() throws IOException {
    // given
    Files.writeString(file, HEADER + "1,US,a\n2,US,b\n");
    CheckedFile checked =
        CheckedFile.check(
            pass,
            Findings.IGNORED,
            number -> new StoreNumberHasher.Hash(0, Long.parseLong(number)));

    // when, then
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> checked.forEachLatest(pass, row -> {}, this::add))
        .withMessage(
            "two store numbers of %s share a hash, so the last row of each can't be told:"
                    .formatted(file)
                + " run the command again, it hashes differently each time");
  }

  private void add(Row.Event row) {
    StoreChange change = row.change();
    winners.add(change.storeNumber() + " " + ((StoreChange.Upsert) change).store().city());
  }
}

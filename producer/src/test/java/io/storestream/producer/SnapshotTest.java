package io.storestream.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.producer.file.FilePass.RowCounts;
import io.storestream.producer.file.StoreFile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          # files              | rejected | usable | unseen | live | obstacle
          1.csv                | 0        | 1      | 1      | 2    | none
          1.csv 2.csv          | 0        | 1      | 101    | 203  | none
          1.csv                | 0        | 1      | 100    | 100  | none
          1.csv                | 0        | 1      | 102    | 203  | 102 of 203 stores are in none of the files, more than half: are these all files? If they are, publish a DELETE event of each
          1.csv                | 0        | 0      | 0      | 0    | there are no rows
          1.csv                | 1        | 9      | 0      | 9    | rows were rejected, and a store must not be closed because its row is unusable
          1.csv events.ndjson  | 0        | 9      | 0      | 9    | events.ndjson holds events, not the list of all stores
          events.jsonl.gz      | 1        | 0      | 9      | 9    | events.jsonl.gz holds events, not the list of all stores
          """)
  void shouldCloseNothingUnlessTheFilesAreACompleteList(
      String files, long rejected, long usable, int unseen, int live, String obstacle) {
    // given
    Snapshot snapshot = snapshot(unseen, live);
    List<StoreFile> storeFiles = List.of(files.split(" ")).stream().map(StoreFile::of).toList();

    // when, then
    assertThat(snapshot.obstacle(storeFiles, new RowCounts(rejected, 0, 0, usable)))
        .isEqualTo(obstacle);
  }

  @Test
  void shouldCloseTheStoresThatWereNotSeen() {
    // given
    Snapshot snapshot = snapshot(2, 5);
    List<String> closed = new ArrayList<>();

    // when
    long count = snapshot.closeUnseen(closed::add);

    // then
    assertThat(count).isEqualTo(2);
    assertThat(closed).containsExactlyInAnyOrder("0", "1");
  }

  private static Snapshot snapshot(int unseen, int live) {
    Snapshot snapshot =
        new Snapshot(
            IntStream.range(0, live).mapToObj(String::valueOf).collect(Collectors.toSet()));
    IntStream.range(unseen, live).mapToObj(String::valueOf).forEach(snapshot::seen);
    return snapshot;
  }
}

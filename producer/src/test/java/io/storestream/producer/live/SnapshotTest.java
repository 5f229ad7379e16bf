package io.storestream.producer.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.storestream.model.Store;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import io.storestream.producer.file.FilePass.RowCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          # events from     | rejected | passed over | unseen | live | obstacle
          none              | 0        | 0           | 1      | 2    | none
          none              | 0        | 0           | 100    | 101  | none
          none              | 0        | 3           | 1      | 2    | none
          none              | 0        | 0           | 101    | 1010 | none
          none              | 0        | 0           | 101    | 1009 | 101 of 1,009 stores are in none of the files, more than 10 percent: are these all files? If they are, raise --max-closures
          none              | 1        | 0           | 0      | 9    | rows were rejected, and a store must not be closed because its row is unusable
          events.ndjson     | 0        | 0           | 0      | 9    | events.ndjson holds events, not the list of all stores
          events.jsonl.gz   | 1        | 0           | 8      | 9    | events.jsonl.gz holds events, not the list of all stores
          none              | 0        | 0           | 0      | 0    | there are no rows
          none              | 0        | 2           | 9      | 9    | there are no rows
          """)
  void shouldCloseNothingUnlessTheFilesAreACompleteList(
      @Nullable String fileOfEvents,
      long rejected,
      long passedOver,
      int unseen,
      int live,
      @Nullable String obstacle) {
    // given
    Snapshot snapshot = snapshot(new SnapshotLimits(10, Scope.EVERYTHING), unseen, live);
    if (fileOfEvents != null) {
      snapshot.sawEvent(fileOfEvents);
    }
    RowCounts rows = new RowCounts(rejected, passedOver, 0, live - unseen);

    // when, then
    assertThat(snapshot.obstacle(rows)).isEqualTo(obstacle);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 100, 101, true",
    "0, 101, 9999, false",
    "50, 150, 300, true",
    "50, 151, 301, false",
    "100, 500, 501, true",
    "1, 200, 20000, true"
  })
  void shouldLimitClosuresByPercent(int percent, int unseen, int live, boolean allowed) {
    // given
    Snapshot snapshot = snapshot(new SnapshotLimits(percent, Scope.EVERYTHING), unseen, live);
    RowCounts rows = new RowCounts(0, 0, 0, live - unseen);

    // when
    String obstacle = snapshot.obstacle(rows);

    // then
    assertThat(obstacle == null).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 101})
  void shouldRejectPercentageOutOfRange(int percent) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SnapshotLimits(percent, Scope.EVERYTHING))
        .withMessage("--max-closures must be from 0 to 100 percent, not " + percent);
  }

  @Test
  void shouldCloseTheStoresThatWereNotSeen() {
    // given
    Snapshot snapshot = snapshot(new SnapshotLimits(10, Scope.EVERYTHING), 2, 5);
    List<String> closed = new ArrayList<>();

    // when
    long count = snapshot.closeUnseen(closed::add);

    // then
    assertThat(count).isEqualTo(2);
    assertThat(closed).containsExactlyInAnyOrder("0", "1");
  }

  @Test
  void shouldCloseNothingIfNoRowIsInTheScope() {
    // given a scope with two live stores, and a row elsewhere
    Snapshot snapshot = snapshot(new SnapshotLimits(10, Scope.parse("country=US,state=NE")), 2, 2);

    // when
    boolean isInScope = snapshot.seen(store("3", "FR"));

    // then
    assertThat(isInScope).isFalse();
    assertThat(snapshot.obstacle(new RowCounts(0, 0, 0, 1)))
        .isEqualTo("no row is of a store in US/NE (--scope)");
  }

  @Test
  void shouldNotCloseStoreThatHasMovedOutOfTheScope() {
    // given
    Snapshot snapshot = snapshot(new SnapshotLimits(10, Scope.parse("country=US")), 2, 3);
    List<String> closed = new ArrayList<>();

    // when store 1 moves
    snapshot.seen(store("1", "FR"));
    snapshot.closeUnseen(closed::add);

    // then
    assertThat(closed).containsExactly("0");
  }

  private static Snapshot snapshot(SnapshotLimits limits, int unseen, int live) {
    Snapshot snapshot =
        new Snapshot(
            limits, IntStream.range(0, live).mapToObj(String::valueOf).collect(Collectors.toSet()));
    IntStream.range(unseen, live)
        .forEach(number -> snapshot.seen(store(String.valueOf(number), "US")));
    return snapshot;
  }

  private static Store store(String storeNumber, String country) {
    return new StoreBuilder().storeNumber(storeNumber).set(StoreField.COUNTRY, country).build();
  }
}

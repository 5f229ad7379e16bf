package io.storestream.producer.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.fixtures.CapturedLog;
import io.storestream.formats.ReadOptions;
import io.storestream.formats.StoreMapping;
import io.storestream.model.event.StoreChange;
import io.storestream.producer.file.FilePass.RowCounts;
import io.storestream.producer.file.InputFiles.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFilesTest {

  @TempDir private Path folder;
  private final List<String> changes = new ArrayList<>();

  @Test
  void shouldWarnOfCoordinatesThatAreDropped() throws IOException {
    // given seven of them, one in a row that is superseded
    StringBuilder rows = new StringBuilder("Store Number,Country,Longitude,Latitude\n");
    for (int i = 1; i <= 5; i++) {
      rows.append(i).append(",FR,2.35,48.85N\n");
    }
    rows.append("5,FR,999,\n6,FR,x,45\n7,FR,2.35,48.85\n");
    Path file = Files.writeString(folder.resolve("a.csv"), rows);

    try (CapturedLog log = new CapturedLog(FileFindings.class)) {
      // when
      Found found = read(file);

      // then
      assertThat(found).isEqualTo(new Found(new RowCounts(0, 0, 1, 7), 7, 0, List.of()));
      assertThat(log.lines())
          .containsExactly(
              "WARN "
                  + file
                  + " has 7 coordinates dropped, because they can't be used:"
                  + " line 2: 1: latitude is not a number: 48.85N;"
                  + " line 3: 2: latitude is not a number: 48.85N;"
                  + " line 4: 3: latitude is not a number: 48.85N;"
                  + " line 5: 4: latitude is not a number: 48.85N;"
                  + " line 6: 5: latitude is not a number: 48.85N; and 2 more");
    }
  }

  @Test
  void shouldWarnOfTextsThatStandForMissingValues() throws IOException {
    // given words, and a district and a country that only look like some
    Path file =
        Files.writeString(
            folder.resolve("a.csv"),
            """
            Store Number,Country,City,Postcode
            1,FR,NULL,\\N
            2,#N/A,Nan,
            3,NA,Nullarbor,
            #REF!,FR,,
            """);

    try (CapturedLog log = new CapturedLog(FileFindings.class)) {
      // when
      Found found = read(file);

      // then they are published as they stand
      assertThat(found).isEqualTo(new Found(new RowCounts(0, 0, 0, 4), 0, 0, List.of()));
      assertThat(changes).containsExactly("1 FR", "2 #N/A", "3 NA", "#REF! FR");
      assertThat(log.lines())
          .containsExactly(
              "WARN "
                  + file
                  + " has 4 texts that seem to stand for missing values;"
                  + " --null-text 'NULL,\\N,#N/A,#REF!' leaves them out:"
                  + " line 2: 1: city is NULL;"
                  + " line 2: 1: postcode is \\\\N;"
                  + " line 3: 2: country is #N/A;"
                  + " line 5: #REF!: storeNumber is #REF!");
    }
  }

  @Test
  void shouldWarnOfRowsThatAreNoData() throws IOException {
    // given
    Path file =
        Files.writeString(
            folder.resolve("a.csv"), "Store Number,Country\n1,FR\nStore Number,Country\n2,FR\n");

    try (CapturedLog log = new CapturedLog(FileFindings.class)) {
      // when
      Found found = read(file);

      // then
      assertThat(found).isEqualTo(new Found(new RowCounts(0, 1, 0, 2), 0, 0, List.of()));
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("WARN " + file + " has 1 rows passed over, because they are no data: line 3:")
          .endsWith(": Store Number,Country");
    }
  }

  @Test
  void shouldWarnOfStoreNumbersInTwoCountries() throws IOException {
    // given one within a file, and one in two files
    Path first =
        Files.writeString(folder.resolve("a.csv"), "Store Number,Country\n1,FR\n1,US\n2,US\n");
    Path second = Files.writeString(folder.resolve("b.csv"), "Store Number,Country\n2,CA\n3,CA\n");

    try (CapturedLog log = new CapturedLog(InputFiles.class)) {
      // when
      Found found = read(first, second);

      // then
      assertThat(found).isEqualTo(new Found(new RowCounts(0, 0, 1, 4), 0, 2, List.of()));
      assertThat(changes).containsExactly("1 US", "2 US", "2 CA", "3 CA");
      assertThat(log.lines())
          .containsExactly(
              ("WARN 2 store numbers are in two countries; the last row of each counts:"
                      + " %s, line 3: 1 is in US, and before in FR;"
                      + " %s, line 2: 2 is in CA, and before in US")
                  .formatted(first, second));
    }
  }

  @Test
  void shouldWarnOfEventsInTheFuture() throws IOException {
    // given
    Path file =
        Files.writeString(
            folder.resolve("a.ndjson"),
            """
            {"type":"UPSERT","storeNumber":"1","updatedAt":"2199-01-01T00:00:00Z","store":{"country":"US"}}
            {"type":"UPSERT","storeNumber":"2","updatedAt":"2019-01-01T00:00:00Z","store":{"country":"US"}}
            """);

    try (CapturedLog log = new CapturedLog(InputFiles.class)) {
      // when
      read(file);

      // then
      assertThat(log.lines())
          .containsExactly(
              "WARN 1 events are of times in the future; ingesters reject events beyond"
                  + " --max-ahead: "
                  + file
                  + ", line 1: 1 at 2199-01-01T00:00:00Z");
    }
  }

  @Test
  void shouldSupersedeRowsOfTheSameTimeOnly() throws IOException {
    // given rows with times of their own, in no order
    Path map = Files.writeString(folder.resolve("map.properties"), "updatedAt = changed\n");
    Path file =
        Files.writeString(
            folder.resolve("a.csv"),
            """
            Store Number,Country,Changed
            1,A,2019-01-01T00:00:00Z
            1,B,2018-01-01T00:00:00Z
            1,C,2019-01-01T00:00:00Z
            1,D,
            1,E,yesterday
            1,F,
            """);
    ReadOptions options =
        new ReadOptions(null, null, false, Set.of(), null, StoreMapping.read(map));

    // when
    Found found =
        new InputFiles(List.of(StoreFile.of(file)), Instant.EPOCH, options, bytes -> {})
            .read(
                (from, row) ->
                    changes.add(
                        row.change().updatedAt()
                            + " "
                            + ((StoreChange.Upsert) row.change()).store().country()));

    // then
    assertThat(found.rows()).isEqualTo(new RowCounts(1, 0, 2, 3));
    assertThat(changes)
        .containsExactly(
            "2018-01-01T00:00:00Z B", "2019-01-01T00:00:00Z C", "1970-01-01T00:00:00Z F");
  }

  private Found read(Path... files) {
    List<StoreFile> storeFiles = List.of(files).stream().map(StoreFile::of).toList();
    return new InputFiles(storeFiles, Instant.EPOCH, ReadOptions.DEFAULTS, bytes -> {})
        .read(
            (file, row) -> {
              StoreChange.Upsert upsert = (StoreChange.Upsert) row.change();
              changes.add(upsert.storeNumber() + " " + upsert.store().country());
            });
  }
}

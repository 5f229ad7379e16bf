package io.storestream.formats.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.cli.CommandFailedException;
import io.storestream.formats.FileCase;
import io.storestream.formats.ReadOptions;
import io.storestream.formats.RowReader;
import io.storestream.formats.RowReader.Row;
import io.storestream.formats.StoreMapping;
import io.storestream.model.StoreField;
import io.storestream.model.event.StoreChange;
import io.storestream.model.event.StoreCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CsvRowReaderTest {

  static Stream<FileCase> cases() {
    return Stream.of("csv-cases.txt", "dialect-cases.txt", "no-data-cases.txt")
        .flatMap(file -> FileCase.in("csv/" + file));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldReadEachCase(FileCase it) throws IOException {
    assertThat(read(it.bytes(), it.options())).containsExactlyElementsOf(it.gives());
  }

  @Test
  void shouldGiveEveryRowTheTimeOfTheRun() throws IOException {
    // given
    byte[] file = "Store Number,Country\n1,US\n".getBytes(StandardCharsets.UTF_8);
    Instant updatedAt = Instant.parse("2017-02-01T00:00:00Z");

    // when
    try (RowReader rows =
        new CsvRowReader(
            "case.csv", new ByteArrayInputStream(file), updatedAt, ReadOptions.DEFAULTS)) {
      Row row = rows.next();

      // then
      assertThat(row)
          .isInstanceOfSatisfying(
              Row.Event.class,
              event -> assertThat(event.change().updatedAt()).isEqualTo(updatedAt));
      assertThat(rows.next()).isNull();
    }
  }

  @Test
  void shouldDescribeHowTheFileIsRead() throws IOException {
    // given
    StoreMapping mapping =
        new StoreMapping(
            List.of(StoreMapping.Column.required("id"), StoreMapping.Column.required("no")),
            Map.of(
                StoreField.COUNTRY,
                List.of(StoreMapping.Column.required("land"), new StoreMapping.Constant("US"))),
            List.of());
    byte[] file =
        "Stores\nid;no;Land;Note;note;Size\n1;;;;;\n;2;FR;;;\n".getBytes(StandardCharsets.UTF_16);

    // when
    try (RowReader rows =
        new CsvRowReader(
            "case.csv",
            new ByteArrayInputStream(file),
            Instant.EPOCH,
            ReadOptions.DEFAULTS.withMapping(mapping))) {
      List<String> lines = new ArrayList<>();
      FileCase.describeAll(rows, CsvRowReaderTest::json, lines);

      // then
      assertThat(rows.description())
          .containsExactly(
              "format: CSV",
              "encoding: UTF-16BE",
              "delimiter: semicolon",
              "decimal separator: point or comma",
              "column names: line 2",
              "storeNumber: id | no",
              "country: Land | 'US'",
              "unknown columns: Note, note, Size");
      assertThat(rows.unknownColumns()).containsExactly("Note", "note", "Size");
      assertThat(lines)
          .containsExactly(
              "passed over line 1: stands above the column names in line 2: Stores",
              "{\"storeNumber\":\"1\",\"country\":\"US\"}",
              "{\"storeNumber\":\"2\",\"country\":\"FR\"}");
    }
  }

  @Test
  void shouldTakeAConstantAsItStands() throws IOException {
    // given Namibia, in a file that has one column and writes NA for what is missing
    ReadOptions options =
        ReadOptions.DEFAULTS
            .withNullTexts(Set.of("NA"))
            .withMapping(
                new StoreMapping(
                    List.of(StoreMapping.Column.required("id")),
                    Map.of(StoreField.COUNTRY, List.of(new StoreMapping.Constant("NA"))),
                    List.of()));

    // when, then
    assertThat(read("id\n1\nNA\n2\n".getBytes(StandardCharsets.UTF_8), options))
        .containsExactly(
            "{\"storeNumber\":\"1\",\"country\":\"NA\"}",
            "line 3: storeNumber is missing: NA",
            "{\"storeNumber\":\"2\",\"country\":\"NA\"}");
  }

  @Test
  void shouldRejectLineBeyondBoundAndShowHowItBegins() throws IOException {
    // given a line of 2,000,001 bytes, in two-byte characters, so that 1,000 bytes end within one
    String file = "Store Number,Country\nx" + "é".repeat(1_000_000) + "\n2,US\n";

    // when, then
    assertThat(read(file.getBytes(StandardCharsets.UTF_8)))
        .containsExactly(
            "line 2: the line is longer than 1,048,576 bytes: x" + "é".repeat(499) + "…",
            "{\"storeNumber\":\"2\",\"country\":\"US\"}");
  }

  @Test
  void shouldReadRecordsOfTheLargestSizeAndNoneBeyond() throws IOException {
    // given three rows of 1,048,575 to 1,048,577 bytes, line ends included, with an unknown column
    String line = "x".repeat(63);
    String row = "1,US,\"" + (line + "\n").repeat(16_383);
    StringBuilder file = new StringBuilder("Store Number,Country,Notes\n");
    for (int length = 1_048_575; length <= 1_048_577; length++) {
      String padding = "a".repeat(length - row.length() - 2);
      file.append(row).append(padding).append("\"\n");
    }

    // when
    List<String> lines = read(file.toString().getBytes(StandardCharsets.UTF_8));

    // then the third one's first line has an open quote as far as a reader can tell
    assertThat(lines).hasSize(2 + 16_384);
    assertThat(lines.subList(0, 4))
        .containsExactly(
            "{\"storeNumber\":\"1\",\"country\":\"US\"}",
            "{\"storeNumber\":\"1\",\"country\":\"US\"}",
            "line 32770: unclosed quote: 1,US,\"" + line,
            "line 32771: 1 field instead of 3: " + line);
  }

  @Test
  void shouldRejectStoreNumberOf3Kilobytes() throws IOException {
    // given
    String row = "x".repeat(3000) + ",US";

    // when, then
    assertThat(read(("Store Number,Country\n" + row + "\n2,US\n").getBytes(StandardCharsets.UTF_8)))
        .containsExactly(
            "line 2: storeNumber takes 3,000 bytes, more than 2,048: " + row,
            "{\"storeNumber\":\"2\",\"country\":\"US\"}");
  }

  @Test
  void shouldRejectRowOfMoreFieldsThanTheParserTakesByDefault() throws IOException {
    // given
    String row = "1" + ",".repeat(20_000);

    // when, then
    assertThat(read(("Store Number,Country\n" + row + "\n2,US\n").getBytes(StandardCharsets.UTF_8)))
        .containsExactly(
            "line 2: country is missing (20,001 fields instead of 2): " + row,
            "{\"storeNumber\":\"2\",\"country\":\"US\"}");
  }

  private static List<String> read(byte[] file) throws IOException {
    return read(file, ReadOptions.DEFAULTS);
  }

  private static List<String> read(byte[] file, ReadOptions options) throws IOException {
    List<String> lines = new ArrayList<>();
    try (RowReader rows =
        new CsvRowReader("case.csv", new ByteArrayInputStream(file), Instant.EPOCH, options)) {
      FileCase.describeAll(rows, CsvRowReaderTest::json, lines);
    } catch (CommandFailedException e) {
      lines.add("error: " + e.getMessage());
    }
    return lines;
  }

  private static byte[] json(StoreChange change) {
    return StoreCodec.encode(((StoreChange.Upsert) change).store());
  }
}

package io.storestream.formats.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.cli.CommandFailedException;
import io.storestream.formats.ReadOptions;
import io.storestream.formats.RowReader;
import io.storestream.formats.RowReader.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Damaged files in every dialect: each line is read once, or the file is refused with a cause. */
class CsvFuzzTest {

  private static final long SEED = 20_261_129;
  private static final int FILES = 10_000;

  @Test
  void shouldReadEachLineOnceOrRefuseTheFile() throws IOException {
    // given
    List<WrittenDialect> dialects = WrittenDialect.all();
    List<byte[]> originals = dialects.stream().map(it -> it.write(CsvDialectsTest.STORES)).toList();
    FileMutator mutator = new FileMutator(SEED);
    Map<String, Integer> outcomes = new TreeMap<>();

    for (int i = 0; i < FILES; i++) {
      int dialect = i % dialects.size();
      byte[] file = mutator.mutate(originals.get(dialect));

      // when
      String which = "file %d of seed %d: %s".formatted(i, SEED, dialects.get(dialect));
      List<Row> rows = read(which, file, dialects.get(dialect).options());

      // then
      assertThat(rows).as(which).extracting(Row::line).isSorted().doesNotHaveDuplicates();
      assertThat(rows).as(which).hasSizeLessThanOrEqualTo(file.length + 1);
      if (rows.isEmpty()) {
        outcomes.merge("refused or empty", 1, Integer::sum);
      }
      rows.forEach(row -> outcomes.merge(row.getClass().getSimpleName(), 1, Integer::sum));
    }
    assertThat(outcomes)
        .containsOnlyKeys("Event", "PassedOver", "Rejected", "refused or empty")
        .allSatisfy((outcome, count) -> assertThat(count).isGreaterThan(FILES / 20));
  }

  private static List<Row> read(String which, byte[] file, ReadOptions options) throws IOException {
    List<Row> read = new ArrayList<>();
    try (RowReader rows =
        new CsvRowReader("case.csv", new ByteArrayInputStream(file), Instant.EPOCH, options)) {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        read.add(row);
      }
      assertThat(rows.description()).as(which).hasSizeGreaterThan(5);
    } catch (CommandFailedException e) {
      assertThat(e).as(which).hasMessageStartingWith("case.csv");
    }
    return read;
  }
}

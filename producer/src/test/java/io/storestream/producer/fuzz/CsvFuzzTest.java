package io.storestream.producer.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.storestream.cli.ExitCode;
import io.storestream.fixtures.CommandRun;
import io.storestream.fixtures.Rounds;
import io.storestream.model.event.InvalidEventException;
import io.storestream.model.event.StoreChangeCodec;
import io.storestream.producer.MockedProduce;
import io.storestream.producer.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files, each published separately: every row is accounted for. */
@Tag("faults")
class CsvFuzzTest {

  private static final long SEED = 20_170_201;
  private static final int FILES = Rounds.of(250, 1_000);
  private static final String TOPIC = "fuzzed";

  /** Every event has its own time. */
  private static final long NO_TIMESTAMP = -1;

  @TempDir private Path folder;

  private TestBroker broker;

  @BeforeEach
  void startBroker() {
    broker = new TestBroker();
    broker.createTopic(TOPIC, 1);
  }

  @Test
  @Timeout(600)
  void shouldAccountForEveryRowOrRefuseTheFile() throws IOException {
    // given
    CsvMutator mutator = new CsvMutator(SEED);
    Map<Integer, Integer> endings = new TreeMap<>();

    for (int i = 0; i < FILES; i++) {
      FuzzedFile file = mutator.next();
      Path path = Files.write(folder.resolve(i + "-" + file.name()), file.content());

      // when
      MockedProduce produce =
          MockedProduce.of(
              "--bootstrap-servers", broker.bootstrapServers(), "--topic", TOPIC, path.toString());

      // then
      String which = "file %d of seed %d".formatted(i, SEED);
      int exitCode = produce.run().exitCode();
      if (exitCode == ExitCode.FAILED) {
        assertRefused(which, path, produce.run(), produce.published());
      } else {
        assertAccountedFor(which, file, path, produce.run(), produce.published());
      }
      endings.merge(exitCode, 1, Integer::sum);
    }
    assertThat(endings)
        .containsOnlyKeys(ExitCode.OK, ExitCode.FAILED, ExitCode.INPUT_REJECTED)
        .allSatisfy((exitCode, files) -> assertThat(files).isGreaterThan(FILES / 20));
  }

  private static void assertRefused(
      String which, Path path, CommandRun run, List<ProducerRecord<byte[], byte[]>> published) {
    assertThat(run.out()).as(which).isEmpty();
    assertThat(run.err())
        .as(which)
        .startsWith("error: ")
        .doesNotStartWith("error: unexpected")
        .contains(path.toString())
        .doesNotContain("\tat ");
    assertThat(published).as(which).isEmpty();
  }

  private static void assertAccountedFor(
      String which,
      FuzzedFile file,
      Path path,
      CommandRun run,
      List<ProducerRecord<byte[], byte[]>> published)
      throws IOException {
    Map<String, Long> figures = figures(run);
    long read = figure(figures, "rows read");
    long rejected = figure(figures, "rows rejected");
    assertThat(figures).as(which).containsEntry("events published", (long) published.size());
    assertThat(read)
        .as(which)
        .isEqualTo(
            published.size()
                + rejected
                + figure(figures, "rows superseded")
                + figure(figures, "rows passed over"));
    OptionalLong plainly = file.rowsPlainly();
    if (plainly.isPresent()) {
      assertThat(read).as(which).isEqualTo(plainly.getAsLong());
    }
    assertThat(rejects(path)).as(which).isEqualTo(rejected);
    assertThat(run)
        .as(which)
        .extracting(CommandRun::exitCode, CommandRun::err)
        .containsExactly(
            rejected == 0 ? ExitCode.OK : ExitCode.INPUT_REJECTED,
            switch ((int) rejected) {
              case 0 -> "";
              case 1 -> "1 row was rejected: see " + path + ".rejects.csv\n";
              default -> "%,d rows were rejected: see %s.rejects.csv%n".formatted(rejected, path);
            });
    assertThat(storeNumbers(published)).as(which).hasSameSizeAs(published);
  }

  private static Map<String, Long> figures(CommandRun run) {
    Map<String, Long> figures = new HashMap<>();
    run.out()
        .lines()
        .map(line -> line.split(": "))
        .filter(figure -> !figure[0].equals("seconds"))
        .forEach(figure -> figures.put(figure[0], Long.valueOf(figure[1])));
    return figures;
  }

  private static long figure(Map<String, Long> figures, String name) {
    assertThat(figures).containsKey(name);
    return figures.getOrDefault(name, -1L);
  }

  /** Returns how many rows the rejects file has, each with its line and a reason. */
  private static long rejects(Path path) throws IOException {
    Path rejects = path.resolveSibling(path.getFileName() + ".rejects.csv");
    if (!Files.exists(rejects)) {
      return 0;
    }
    try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(rejects)) {
      List<CsvRecord> records = reader.stream().toList();
      assertThat(records.get(0).getFields()).containsExactly("Line", "Reason", "Row");
      List<CsvRecord> rows = records.subList(1, records.size());
      assertThat(rows)
          .allSatisfy(
              row -> {
                assertThat(row.getFieldCount()).isEqualTo(3);
                assertThat(Long.parseLong(row.getField(0))).isPositive();
                assertThat(row.getField(1)).isNotBlank();
              });
      return rows.size();
    }
  }

  private static Set<String> storeNumbers(List<ProducerRecord<byte[], byte[]>> published) {
    Set<String> storeNumbers = new HashSet<>();
    for (ProducerRecord<byte[], byte[]> record : published) {
      try {
        storeNumbers.add(
            StoreChangeCodec.decode(record.key(), record.value(), NO_TIMESTAMP).storeNumber());
      } catch (InvalidEventException e) {
        throw new AssertionError("published what is no event", e);
      }
    }
    return storeNumbers;
  }
}

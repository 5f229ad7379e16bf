package io.storestream.producer;

import static io.storestream.fixtures.GzipFiles.join;
import static io.storestream.fixtures.GzipFiles.member;
import static io.storestream.fixtures.GzipFiles.without;
import static io.storestream.producer.ProducedTopic.delete;
import static io.storestream.producer.ProducedTopic.figures;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.cli.ExitCode;
import io.storestream.fixtures.CommandRun;
import io.storestream.producer.file.NamedPipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The option {@code --snapshot}, on the stores of {@link WrittenStores}; {@code SnapshotTest}
 * covers the cases that close no store.
 */
class ProduceSnapshotTest {

  private static final String HEADER = "Store Number,Country\n";

  @TempDir private Path folder;
  private Path file;
  private ProducedTopic topic;

  @BeforeAll
  static void writeStoresTopic() {
    WrittenStores.require();
  }

  @BeforeEach
  void setUp(TestInfo test) {
    file = folder.resolve("stores.csv");
    topic = new ProducedTopic(test);
  }

  @Test
  void shouldCloseTheLiveStoresThatNoFileHas() throws IOException {
    // given
    Path second = folder.resolve("second.csv");
    Files.writeString(file, HEADER + "1,US\n");
    Files.writeString(second, HEADER + "5,US\n");

    // when
    CommandRun run = topic.produce("--snapshot", file, second);

    // then
    assertThat(run).isEqualTo(closing(figures(2, 0, 0, 4), 2));
    assertThat(topic.events())
        .containsExactlyInAnyOrder(upsert("1"), upsert("5"), delete("2"), delete("é"));
  }

  @Test
  void shouldCloseOnlyStoresInTheScope() throws IOException {
    // given a scope without é, and a row out of it
    Files.writeString(file, HEADER + "1,US\n6,FR\n");

    // when
    CommandRun run = topic.produce("--snapshot", "--scope=country=us", file);

    // then
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                ExitCode.OK,
                figures(2, 0, 0, 3) + "rows out of scope: 1\nstores closed: 1\nseconds: S\n",
                ""));
    assertThat(topic.events())
        .containsExactlyInAnyOrder(
            upsert("1"), ProducedTopic.upsert("6", "\"country\":\"FR\""), delete("2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --scope=country=US | --scope needs --snapshot
          --scope=US         | --scope must be like country=US or country=US,state=NE,city=Omaha, not 'US'
          --max-closures=101 | --max-closures must be from 0 to 100 percent, not 101
          --max-closures=ten | --max-closures must be a whole number, not 'ten'
          """)
  void shouldExplainWrongOptions(String option, String message) {
    // when
    CommandRun run = topic.produce(option, file);

    // then
    assertThat(run)
        .isEqualTo(
            new CommandRun(ExitCode.USAGE, "", message + "\n`produce --help` has all options\n"));
  }

  @Test
  void shouldSayWhyItClosesNothing() throws IOException {
    // given
    Files.writeString(file, HEADER + "1,US\n2,\n");

    // when
    CommandRun run = topic.produce("--snapshot", file);

    // then
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                ExitCode.INPUT_REJECTED,
                figures(2, 1, 0, 1) + "stores closed: 0\nseconds: S\n",
                "1 row was rejected: see "
                    + file
                    + ".rejects.csv\n"
                    + "no store was closed: rows were rejected, and a store must not be closed"
                    + " because its row is unusable\n"));
    assertThat(topic.events()).containsExactly(upsert("1"));
  }

  @Test
  void shouldTakeStoresInJsonAsACompleteListButNotEvents() throws IOException {
    // given
    byte[] stores = ProducedTopic.utf8("[{\"storeNumber\":\"1\",\"country\":\"US\"}]");
    String upsert = "{\"type\":\"UPSERT\",\"storeNumber\":\"1\",\"store\":{\"country\":\"US\"}}";

    // when
    CommandRun ofStores = topic.produceInput(stores, "--snapshot", "-");
    CommandRun ofEvents = topic.produceInput(ProducedTopic.utf8(upsert), "--snapshot", "-");

    // then
    assertThat(ofStores).isEqualTo(closing(figures(1, 0, 0, 3), 2));
    assertThat(ofEvents)
        .isEqualTo(
            new CommandRun(
                ExitCode.INPUT_REJECTED,
                figures(1, 0, 0, 1) + "stores closed: 0\nseconds: S\n",
                "no store was closed: standard input holds events, not the list of all stores\n"));
  }

  @Test
  void shouldPublishAndCloseNothingIfACompressedFileIsCutInItsSecondMember() throws IOException {
    // given
    byte[] second = member("2,US\né,US\n");
    Path compressed =
        Files.write(
            folder.resolve("stores.csv.gz"),
            join(member(HEADER + "1,US\n"), Arrays.copyOf(second, 5)));

    // when
    CommandRun run = topic.produce("--snapshot", compressed);

    // then
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                ExitCode.FAILED,
                "",
                "error: can't read "
                    + compressed
                    + ": the compressed file is cut or damaged (it ends in the middle): get it"
                    + " again; nothing was published\n"));
    assertThat(topic.events()).isEmpty();
  }

  @Test
  void shouldCloseNothingIfAPipeFailsInTheMiddleAndSayHowMuchWasPublished() throws Exception {
    // given rows that differ, so that many buffers of them are read before the end is
    StringBuilder rows = new StringBuilder(HEADER);
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      rows.append(Long.toHexString(random.nextLong())).append(",US\n");
    }
    byte[] whole = join(member(rows.toString()), member("1,US\n"));
    Path pipe = NamedPipe.holding(folder.resolve("pipe.csv.gz"), without(20, whole));

    // when
    CommandRun run = topic.produce("--snapshot", pipe);

    // then
    List<String> published = topic.events();
    assertThat(published).isNotEmpty().noneMatch(event -> event.contains("DELETE"));
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                ExitCode.FAILED,
                "",
                ("error: can't read %s: the compressed file is cut or damaged (it ends in the"
                        + " middle): get it again; %,d events had been published before, and no"
                        + " store was closed; publishing the same again does no harm\n")
                    .formatted(pipe, published.size())));
  }

  @Test
  void shouldCloseTheStoresThatNoMemberOfACompressedPipeHas() throws Exception {
    // given
    byte[] members = join(member(HEADER + "1,US\n"), member("2,US\n"));
    Path pipe = NamedPipe.holding(folder.resolve("pipe.csv.gz"), members);

    // when
    CommandRun run = topic.produce("--snapshot", pipe);

    // then
    assertThat(run).isEqualTo(closing(figures(2, 0, 0, 3), 1));
    assertThat(topic.events()).containsExactly(upsert("1"), upsert("2"), delete("é"));
  }

  private static CommandRun closing(String figures, int closed) {
    return new CommandRun(
        ExitCode.OK, "%sstores closed: %d\nseconds: S\n".formatted(figures, closed), "");
  }

  private static String upsert(String storeNumber) {
    return ProducedTopic.upsert(storeNumber, "\"country\":\"US\"");
  }
}

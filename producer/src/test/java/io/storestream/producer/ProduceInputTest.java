package io.storestream.producer;

import static io.storestream.fixtures.GzipFiles.join;
import static io.storestream.fixtures.GzipFiles.member;
import static io.storestream.fixtures.GzipFiles.without;
import static io.storestream.producer.ProducedTopic.delete;
import static io.storestream.producer.ProducedTopic.figures;
import static io.storestream.producer.ProducedTopic.upsert;
import static io.storestream.producer.ProducedTopic.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.cli.ExitCode;
import io.storestream.fixtures.CommandRun;
import io.storestream.producer.file.NamedPipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Standard input, named pipes and compressed files. */
class ProduceInputTest {

  private static final String HEADER = "Store Number,Country,City\n";

  @TempDir private Path folder;
  private ProducedTopic topic;

  @BeforeEach
  void setUp(TestInfo test) {
    topic = new ProducedTopic(test);
  }

  @Test
  void shouldPublishStandardInputInItsOrderWithoutSuperseding() {
    // when
    CommandRun run = topic.produceInput(utf8(HEADER + "1,US,Omaha\n1,US,Omaha NE\n"), "-");

    // then
    assertThat(run)
        .isEqualTo(new CommandRun(ExitCode.OK, figures(2, 0, 0, 2) + "seconds: S\n", ""));
    assertThat(topic.events())
        .containsExactly(
            upsert("1", "\"city\":\"Omaha\",\"country\":\"US\""),
            upsert("1", "\"city\":\"Omaha NE\",\"country\":\"US\""));
  }

  @Test
  void shouldPublishAllMembersOfCompressedStandardInput() {
    // when
    CommandRun run = topic.produceInput(join(member(HEADER + "1,US,"), member("Omaha\n")), "-");

    // then
    assertThat(run)
        .isEqualTo(new CommandRun(ExitCode.OK, figures(1, 0, 0, 1) + "seconds: S\n", ""));
    assertThat(topic.events())
        .containsExactly(upsert("1", "\"city\":\"Omaha\",\"country\":\"US\""));
  }

  @Test
  void shouldPublishJsonFromStandardInput() throws IOException {
    // given
    String store = "{\"storeNumber\":\"1\",\"country\":\"US\"}";
    String event = "{\"type\":\"DELETE\",\"storeNumber\":\"2\"}";

    // when it is NDJSON or an array, compressed or not
    List<CommandRun> runs =
        List.of(
            topic.produceInput(utf8(store + "\n" + event), "-"),
            topic.produceInput(member("[" + store + ",\n" + event + "]"), "-"));

    // then
    assertThat(runs)
        .containsOnly(new CommandRun(ExitCode.OK, figures(2, 0, 0, 2) + "seconds: S\n", ""));
    String upsert = upsert("1", "\"country\":\"US\"");
    assertThat(topic.events()).containsExactly(upsert, delete("2"), upsert, delete("2"));
  }

  @Test
  void shouldPublishJsonWhateverTheNameOfTheFile() throws IOException {
    // given a file that is read twice, as its name is not one of JSON
    Path file =
        Files.writeString(
            folder.resolve("stores.txt"),
            "[{\"storeNumber\":\"1\",\"country\":\"US\"},{\"storeNumber\":\"1\",\"country\":\"FR\"}]");

    // when
    CommandRun run = topic.produce(file);

    // then
    assertThat(run.out())
        .isEqualTo(figures(2, 0, 1, 1).replace("countries: 0", "countries: 1") + "seconds: S\n");
    assertThat(topic.events()).containsExactly(upsert("1", "\"country\":\"FR\""));
  }

  @Test
  void shouldPublishCompressedFilesWhateverTheirNames() throws IOException {
    // given
    Path rows = Files.write(folder.resolve("stores.csv"), member(HEADER + "1,US,Omaha\n"));
    Path events =
        Files.write(
            folder.resolve("events.ndjson.gz"),
            join(
                member("{\"type\":\"DELETE\",\"storeNumber\":\"2\"}\n"),
                member("{\"type\":\"DELETE\",\"storeNumber\":\"3\"}\n")));

    // when
    CommandRun run = topic.produce(rows, events);

    // then
    assertThat(run)
        .isEqualTo(new CommandRun(ExitCode.OK, figures(3, 0, 0, 3) + "seconds: S\n", ""));
    assertThat(topic.events())
        .containsExactly(
            upsert("1", "\"city\":\"Omaha\",\"country\":\"US\""), delete("2"), delete("3"));
  }

  @Test
  void shouldPublishNamedPipesOfRowsAndOfEvents() throws Exception {
    // given
    byte[] members = join(member(HEADER + "1,US,Omaha\n"), member("2,US,Lincoln\n"));
    byte[] event = member("{\"type\":\"DELETE\",\"storeNumber\":\"4\"}\n");
    Path rows = NamedPipe.holding(folder.resolve("rows.csv.gz"), members);
    Path plain = NamedPipe.holding(folder.resolve("plain.csv"), utf8(HEADER + "3,US,York\n"));
    Path events = NamedPipe.holding(folder.resolve("events.ndjson.gz"), event);

    // when
    CommandRun run = topic.produce(rows, plain, events);

    // then
    assertThat(run)
        .isEqualTo(new CommandRun(ExitCode.OK, figures(4, 0, 0, 4) + "seconds: S\n", ""));
    assertThat(topic.events())
        .containsExactly(
            upsert("1", "\"city\":\"Omaha\",\"country\":\"US\""),
            upsert("2", "\"city\":\"Lincoln\",\"country\":\"US\""),
            upsert("3", "\"city\":\"York\",\"country\":\"US\""),
            delete("4"));
  }

  @Test
  void shouldSayThatNothingWasPublishedIfACompressedFileIsTruncated() throws IOException {
    // given
    byte[] whole = member(HEADER + "1,US,Omaha\n");
    Path file = Files.write(folder.resolve("stores.csv.gz"), without(1, whole));

    // when
    CommandRun run = topic.produce(file);

    // then
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                ExitCode.FAILED,
                "",
                "error: can't read "
                    + file
                    + ": the compressed file is cut or damaged (it ends in the middle): get it"
                    + " again; nothing was published\n"));
    assertThat(topic.events()).isEmpty();
  }

  @Test
  void shouldSayHowMuchWasPublishedBeforeAFileFailed() throws IOException {
    // given events, which are published while they are read
    Path rows = Files.writeString(folder.resolve("1.csv"), HEADER + "1,US,Omaha\n2,US,Lincoln\n");
    Path events = Files.write(folder.resolve("2.ndjson.gz"), without(1, member("{}\n")));

    // when
    CommandRun run = topic.produce(rows, events);

    // then
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                ExitCode.FAILED,
                "",
                "error: can't read "
                    + events
                    + ": the compressed file is cut or damaged (it ends in the middle): get it again;"
                    + " 2 events had been published before; publishing the same again does no harm\n"));
    assertThat(topic.events()).hasSize(2);
  }
}

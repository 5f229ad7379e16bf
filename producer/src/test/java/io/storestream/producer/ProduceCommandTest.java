package io.storestream.producer;

import static io.storestream.producer.ProducedTopic.delete;
import static io.storestream.producer.ProducedTopic.figures;
import static io.storestream.producer.ProducedTopic.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.cli.ExitCode;
import io.storestream.fixtures.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plain files. {@link ProduceInputTest} covers the other inputs, and {@link
 * ProduceCommandFailureTest} the failures before a broker is contacted.
 */
class ProduceCommandTest {

  private static final String HEADER = "Store Number,Country,City\n";

  @TempDir private Path folder;
  private Path file;
  private ProducedTopic topic;

  @BeforeEach
  void setUp(TestInfo test) {
    file = folder.resolve("stores.csv");
    topic = new ProducedTopic(test);
  }

  @Test
  void shouldPublishEveryRowAndSummarize() throws IOException {
    // given
    Files.writeString(file, HEADER + "1,US,Omaha\n2,CO,Bogotá\n");

    // when
    CommandRun run = topic.produce(file);

    // then
    assertThat(run)
        .isEqualTo(new CommandRun(ExitCode.OK, figures(2, 0, 0, 2) + "seconds: S\n", ""));
    assertThat(topic.events())
        .containsExactly(
            upsert("1", "\"city\":\"Omaha\",\"country\":\"US\""),
            upsert("2", "\"city\":\"Bogotá\",\"country\":\"CO\""));
    assertThat(topic.keys()).containsExactly("1", "2");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void shouldWarnOfATimeInTheFuture() throws IOException {
    // given
    Files.writeString(file, HEADER + "1,US,Omaha\n");

    // when
    CommandRun run = topic.produce("--as-of=2199-01-01T00:00:00Z", file);

    // then
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                ExitCode.OK,
                figures(1, 0, 0, 1) + "seconds: S\n",
                "--as-of is in the future; ingesters reject events beyond --max-ahead\n"));
    assertThat(topic.events()).hasSize(1);
  }

  @Test
  void shouldPublishTheRestAndKeepRejectedRows() throws IOException {
    // given
    Files.writeString(file, HEADER + "1,US,Omaha\n2,US,\"Lincoln\n1,US,Omaha NE\n3,,\n");

    // when
    CommandRun run = topic.produce(file);

    // then
    Path rejects = folder.resolve("stores.csv.rejects.csv");
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                ExitCode.INPUT_REJECTED,
                figures(4, 2, 1, 1) + "seconds: S\n",
                "2 rows were rejected: see " + rejects + "\n"));
    assertThat(topic.events())
        .containsExactly(upsert("1", "\"city\":\"Omaha NE\",\"country\":\"US\""));
    assertThat(Files.readString(rejects).split("\r\n", -1))
        .containsExactly(
            "Line,Reason,Row",
            "3,unclosed quote,\"2,US,\"\"Lincoln\"",
            "5,country is missing,\"3,,\"",
            "");
  }

  @Test
  void shouldRemoveRejectsOfAnEarlierRun() throws IOException {
    // given
    Files.writeString(file, HEADER + "1,,\n");
    topic.produce(file);
    Files.writeString(file, HEADER + "1,US,\n");

    // when
    CommandRun run = topic.produce(file);

    // then
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void shouldTotalSeveralFilesAndSupersedeRowsWithinEachFileOnly() throws IOException {
    // given the same store in both files, and an event whose own time takes precedence
    Path events = folder.resolve("events.ndjson");
    Files.writeString(file, HEADER + "1,US,Omaha\n");
    Files.writeString(
        events,
        """
        {"type":"DELETE","storeNumber":"1","updatedAt":"2018-01-01T00:00:00Z"}
        {"type":"DELETE","storeNumber":"1"}
        """);

    // when
    CommandRun run = topic.produce(file, events);

    // then
    assertThat(run)
        .isEqualTo(new CommandRun(ExitCode.OK, figures(3, 0, 0, 3) + "seconds: S\n", ""));
    assertThat(topic.events())
        .containsExactly(
            upsert("1", "\"city\":\"Omaha\",\"country\":\"US\""),
            "{\"type\":\"DELETE\",\"storeNumber\":\"1\",\"updatedAt\":\"2018-01-01T00:00:00Z\"}",
            delete("1"));
  }

  @Test
  void shouldPublishNothingIfTheLastFileIsUnusable() throws IOException {
    // given
    Path second = folder.resolve("second.csv");
    Files.writeString(file, HEADER + "1,US,Omaha\n");
    Files.writeString(second, "Store Number\n1\n");

    // when
    CommandRun run = topic.produce(file, second);

    // then
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                ExitCode.FAILED,
                "",
                "error: "
                    + second
                    + " lacks the column Country; its first line has: Store Number; tried the"
                    + " first 20 lines, with the delimiter comma, semicolon, tab or pipe; --delimiter,"
                    + " --encoding and --map say how to read the file; nothing was published\n"));
    assertThat(topic.events()).isEmpty();
  }

  @Test
  void shouldAcceptFileWithColumnNamesOnly() throws IOException {
    // given
    Files.writeString(file, HEADER);

    // when
    CommandRun run = topic.produce(file);

    // then
    assertThat(run)
        .isEqualTo(new CommandRun(ExitCode.OK, figures(0, 0, 0, 0) + "seconds: S\n", ""));
    assertThat(topic.events()).isEmpty();
  }

  @Test
  void shouldSayHowToGetTheTopic() throws IOException {
    // given
    Files.writeString(file, HEADER);

    // when
    CommandRun run = topic.produce("--topic=none", file);

    // then
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                ExitCode.FAILED,
                "",
                "error: topic none does not exist: start `./stores ingest` first, it creates its"
                    + " topics, or create it yourself\n"));
  }
}

package io.storestream.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.cli.ExitCode;
import io.storestream.fixtures.CommandRun;
import io.storestream.producer.file.GzipFiles;
import io.storestream.producer.file.NamedPipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** See {@link ProduceCommandFailureTest} for what fails before a broker is asked. */
class ProduceCommandTest {

  private static final String AS_OF = "2017-02-01T00:00:00Z";
  private static final String HEADER = "Store Number,Country,City\n";

  private static TestBroker broker;

  @TempDir private Path folder;
  private Path file;
  private String topic;

  @BeforeAll
  static void startBroker() {
    broker = new TestBroker();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void setUp(TestInfo test) {
    file = folder.resolve("stores.csv");
    topic = test.getTestMethod().orElseThrow().getName();
    broker.createTopic(topic, 1);
  }

  @Test
  void shouldPublishEveryRowAndSummarize() throws IOException {
    // given
    Files.writeString(file, HEADER + "1,US,Omaha\n2,CO,Bogotá\n");

    // when
    CommandRun run = produce(file.toString());

    // then
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                ExitCode.OK,
                """
                rows read: 2
                rows rejected: 0
                rows superseded: 0
                events published: 2
                seconds: S
                """,
                ""));
    assertThat(broker.valuesOf(topic))
        .containsExactly(
            upsert("1", "{\"city\":\"Omaha\",\"country\":\"US\"}"),
            upsert("2", "{\"city\":\"Bogotá\",\"country\":\"CO\"}"));
    assertThat(broker.recordsOf(topic).stream().map(ConsumerRecord::key).map(TestBroker::text))
        .containsExactly("1", "2");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void shouldWarnOfATimeThatLiesAhead() throws IOException {
    Files.writeString(file, HEADER + "1,US,Omaha\n");

    CommandRun run =
        CommandRun.of(
            new ProduceCommand(),
            "--bootstrap-servers",
            broker.bootstrapServers(),
            "--topic",
            topic,
            "--as-of",
            "2199-01-01T00:00:00Z",
            file.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.err())
        .isEqualTo(
            "--as-of lies ahead: ingesters take nothing that is more than their --max-ahead"
                + " ahead\n");
    assertThat(broker.valuesOf(topic)).hasSize(1);
  }

  @Test
  void shouldPublishTheRestAndKeepWhatIsRejected() throws IOException {
    // given
    Files.writeString(file, HEADER + "1,US,Omaha\n2,US,\"Lincoln\n1,US,Omaha NE\n3,,\n");

    // when
    CommandRun run = produce(file.toString());

    // then
    Path rejects = folder.resolve("stores.csv.rejects.csv");
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                ExitCode.INPUT_REJECTED,
                """
                rows read: 4
                rows rejected: 2
                rows superseded: 1
                events published: 1
                seconds: S
                """,
                "2 rows were rejected: see " + rejects + "\n"));
    assertThat(broker.valuesOf(topic))
        .containsExactly(upsert("1", "{\"city\":\"Omaha NE\",\"country\":\"US\"}"));
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
    produce(file.toString());
    Files.writeString(file, HEADER + "1,US,\n");

    // when
    CommandRun run = produce(file.toString());

    // then
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void shouldPublishStandardInputInItsOrderWithoutSuperseding() {
    // when
    CommandRun run = produceFrom(HEADER + "1,US,Omaha\n1,US,Omaha NE\n", "-");

    // then
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                ExitCode.OK,
                """
                rows read: 2
                rows rejected: 0
                rows superseded: 0
                events published: 2
                seconds: S
                """,
                ""));
    assertThat(broker.valuesOf(topic))
        .containsExactly(
            upsert("1", "{\"city\":\"Omaha\",\"country\":\"US\"}"),
            upsert("1", "{\"city\":\"Omaha NE\",\"country\":\"US\"}"));
  }

  @Test
  void shouldPublishAllMembersOfCompressedStandardInput() {
    // given
    byte[] input = GzipFiles.join(GzipFiles.member(HEADER + "1,US,"), GzipFiles.member("Omaha\n"));

    // when
    CommandRun run = CommandRun.withInput(new ProduceCommand(), input, arguments("-"));

    // then
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(broker.valuesOf(topic))
        .containsExactly(upsert("1", "{\"city\":\"Omaha\",\"country\":\"US\"}"));
  }

  @Test
  void shouldPublishCompressedFilesWhateverTheirNames() throws IOException {
    // given
    Path events = folder.resolve("events.ndjson.gz");
    Files.write(file, GzipFiles.member(HEADER + "1,US,Omaha\n"));
    Files.write(
        events,
        GzipFiles.join(
            GzipFiles.member("{\"type\":\"DELETE\",\"storeNumber\":\"2\"}\n"),
            GzipFiles.member("{\"type\":\"DELETE\",\"storeNumber\":\"3\"}\n")));

    // when
    CommandRun run = produce(file.toString(), events.toString());

    // then
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(broker.valuesOf(topic))
        .containsExactly(
            upsert("1", "{\"city\":\"Omaha\",\"country\":\"US\"}"),
            "{\"type\":\"DELETE\",\"storeNumber\":\"2\",\"updatedAt\":\"" + AS_OF + "\"}",
            "{\"type\":\"DELETE\",\"storeNumber\":\"3\",\"updatedAt\":\"" + AS_OF + "\"}");
  }

  @Test
  void shouldPublishNamedPipesOfRowsAndOfEvents() throws Exception {
    // given
    Path rows = folder.resolve("rows.csv.gz");
    Path plain = folder.resolve("plain.csv");
    Path events = folder.resolve("events.ndjson.gz");
    NamedPipe.holding(
        rows,
        GzipFiles.join(
            GzipFiles.member(HEADER + "1,US,Omaha\n"), GzipFiles.member("2,US,Lincoln\n")));
    NamedPipe.holding(plain, (HEADER + "3,US,York\n").getBytes(StandardCharsets.UTF_8));
    NamedPipe.holding(events, GzipFiles.member("{\"type\":\"DELETE\",\"storeNumber\":\"4\"}\n"));

    // when
    CommandRun run = produce(rows.toString(), plain.toString(), events.toString());

    // then
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                ExitCode.OK,
                """
                rows read: 4
                rows rejected: 0
                rows superseded: 0
                events published: 4
                seconds: S
                """,
                ""));
    assertThat(broker.valuesOf(topic))
        .containsExactly(
            upsert("1", "{\"city\":\"Omaha\",\"country\":\"US\"}"),
            upsert("2", "{\"city\":\"Lincoln\",\"country\":\"US\"}"),
            upsert("3", "{\"city\":\"York\",\"country\":\"US\"}"),
            "{\"type\":\"DELETE\",\"storeNumber\":\"4\",\"updatedAt\":\"" + AS_OF + "\"}");
  }

  @Test
  void shouldSayHowMuchWasPublishedBeforeAFileFailed() throws IOException {
    // given
    Path events = folder.resolve("events.ndjson.gz");
    Files.writeString(file, HEADER + "1,US,Omaha\n2,US,Lincoln\n");
    Files.write(events, GzipFiles.without(1, GzipFiles.member("{}\n")));

    // when
    CommandRun run = produce(file.toString(), events.toString());

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
    assertThat(broker.valuesOf(topic)).hasSize(2);
  }

  @Test
  void shouldTotalSeveralFilesEachOnItsOwn() throws IOException {
    // given the same store in both files, and events whose own time goes before
    Path events = folder.resolve("events.ndjson");
    Files.writeString(file, HEADER + "1,US,Omaha\n");
    Files.writeString(
        events,
        """
        {"type":"DELETE","storeNumber":"1","updatedAt":"2018-01-01T00:00:00Z"}
        {"type":"DELETE","storeNumber":"1"}
        """);

    // when
    CommandRun run = produce(file.toString(), events.toString());

    // then
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                ExitCode.OK,
                """
                rows read: 3
                rows rejected: 0
                rows superseded: 0
                events published: 3
                seconds: S
                """,
                ""));
    assertThat(broker.valuesOf(topic))
        .containsExactly(
            upsert("1", "{\"city\":\"Omaha\",\"country\":\"US\"}"),
            "{\"type\":\"DELETE\",\"storeNumber\":\"1\",\"updatedAt\":\"2018-01-01T00:00:00Z\"}",
            "{\"type\":\"DELETE\",\"storeNumber\":\"1\",\"updatedAt\":\"" + AS_OF + "\"}");
  }

  @Test
  void shouldPublishNothingIfTheLastFileIsUnusable() throws IOException {
    // given
    Path second = folder.resolve("second.csv");
    Files.writeString(file, HEADER + "1,US,Omaha\n");
    Files.writeString(second, "Store Number\n1\n");

    // when
    CommandRun run = produce(file.toString(), second.toString());

    // then
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                ExitCode.FAILED,
                "",
                "error: "
                    + second
                    + " lacks the column Country; its first line has: Store Number (one column"
                    + " only: columns are separated by commas)\n"));
    assertThat(broker.valuesOf(topic)).isEmpty();
  }

  @Test
  void shouldTakeFileWithColumnNamesOnlyAsEmptyList() throws IOException {
    // given
    Files.writeString(file, HEADER);

    // when
    CommandRun run = produce(file.toString());

    // then
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).startsWith("rows read: 0\n");
    assertThat(broker.valuesOf(topic)).isEmpty();
  }

  @Test
  void shouldSayHowToGetTheTopic() throws IOException {
    // given
    Files.writeString(file, HEADER);

    // when
    CommandRun run =
        CommandRun.of(
            new ProduceCommand(),
            "--bootstrap-servers",
            broker.bootstrapServers(),
            "--topic",
            "none",
            file.toString());

    // then
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                ExitCode.FAILED,
                "",
                "error: topic none does not exist: start `./stores ingest` first, it creates its"
                    + " topics, or create it yourself\n"));
  }

  private CommandRun produce(String... files) {
    return produceFrom("", files);
  }

  private CommandRun produceFrom(String input, String... files) {
    return CommandRun.withInput(new ProduceCommand(), input, arguments(files));
  }

  private String[] arguments(String... files) {
    String[] arguments = new String[files.length + 6];
    arguments[0] = "--bootstrap-servers";
    arguments[1] = broker.bootstrapServers();
    arguments[2] = "--topic";
    arguments[3] = topic;
    arguments[4] = "--as-of";
    arguments[5] = AS_OF;
    System.arraycopy(files, 0, arguments, 6, files.length);
    return arguments;
  }

  private static String upsert(String storeNumber, String store) {
    return "{\"type\":\"UPSERT\",\"storeNumber\":\"%s\",\"updatedAt\":\"%s\",\"store\":%s}"
        .formatted(storeNumber, AS_OF, store);
  }
}

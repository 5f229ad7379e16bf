package io.storestream.producer;

import static io.storestream.producer.ProducedTopic.figures;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.cli.ExitCode;
import io.storestream.fixtures.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The option {@code --dry-run}, on the stores of {@link WrittenStores}. */
class ProduceDryRunTest {

  private static final String HEADER = "Store Number,Store Name,City,Country\n";

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
  void shouldSayWhatWouldChangeAndPublishNothing() throws IOException {
    // given
    Files.writeString(
        file,
        HEADER
            + "1,Alpha,Lincoln,US\n2,Beta,Omaha,us\n3,Gamma,Omaha,US\n5,Zeta,,FR\n5,Eta,Lyon,FR\n"
            + "é,Delta,Paris,FR\n");

    // when
    CommandRun run = topic.produce("--dry-run", file);

    // then
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                ExitCode.OK,
                """
                new 3: Gamma, Omaha, US
                new 5: Eta, Lyon, FR
                changed 1: city "Omaha" -> "Lincoln"
                stale é: the topic has it as of 2018-01-01T00:00:00Z, which is later than 2017-02-01T00:00:00Z
                """
                    + figures(6, 0, 1, 0)
                    + """
                    stores new: 2
                    stores changed: 1
                    stores unchanged: 1
                    stores closed: 0
                    stores stale: 1
                    seconds: S
                    """,
                ""));
    assertThat(topic.events()).isEmpty();
  }

  @Test
  void shouldSayWhichStoresASnapshotWouldClose() throws IOException {
    // given
    Files.writeString(file, HEADER + "1,Alpha,Omaha,US\n");

    // when
    CommandRun run = topic.produce("--dry-run", "--snapshot", "--as-of=2019-01-01T00:00:00Z", file);

    // then
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out().lines())
        .containsExactlyInAnyOrder(
            ("closed 2: Beta, Omaha, US\nclosed é: Delta, Lyon, FR\n"
                    + figures(1, 0, 0, 0)
                    + "stores new: 0\nstores changed: 0\nstores unchanged: 1\n"
                    + "stores closed: 2\nstores stale: 0\nseconds: S\n")
                .split("\n"));
    assertThat(topic.events()).isEmpty();
  }

  @Test
  void shouldSayWhatStopsClosures() throws IOException {
    // given
    Files.writeString(file, HEADER + "1,Alpha,Omaha,\n2,Beta,Omaha,US\n");

    // when
    CommandRun run = topic.produce("--dry-run", "--snapshot", "--scope=country=US", file);

    // then
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                ExitCode.INPUT_REJECTED,
                figures(2, 1, 0, 0)
                    + """
                    rows out of scope: 0
                    stores new: 0
                    stores changed: 0
                    stores unchanged: 1
                    stores closed: 0
                    stores stale: 0
                    seconds: S
                    """,
                "1 row was rejected: see "
                    + file
                    + ".rejects.csv\n"
                    + "no store would be closed: rows were rejected, and a store must not be closed"
                    + " because its row is unusable\n"));
  }

  @Test
  void shouldResolveEventsInTheirOrderAndNeedNoTopicOfEvents() throws IOException {
    // given
    Path events = folder.resolve("events.ndjson");
    Files.writeString(
        events,
        """
        {"type":"DELETE","storeNumber":"1"}
        {"type":"UPSERT","storeNumber":"7","store":{"country":"FR"}}
        {"type":"UPSERT","storeNumber":"7","updatedAt":"2016-01-01T00:00:00Z","store":{"country":"DE"}}
        {"type":"DELETE","storeNumber":"8"}
        {"type":"UPSERT","storeNumber":"2","store":{"country":"CA"}}
        {"type":"UPSERT","storeNumber":"2","updatedAt":"2017-03-01T00:00:00Z","store":{"country":"US","city":"Omaha","storeName":"Beta"}}
        """);

    // when
    CommandRun run = topic.produce("--dry-run", "--topic=none", events);

    // then
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines())
        .startsWith("new 7: FR", "closed 1: Alpha, Omaha, US", "rows read: 6")
        .endsWith(
            "store numbers in two countries: 2",
            "stores new: 1",
            "stores changed: 0",
            "stores unchanged: 2",
            "stores closed: 1",
            "stores stale: 0",
            "seconds: S");
  }

  @Test
  void shouldListTheFirstThousandOfEachKind() throws IOException {
    // given
    StringBuilder rows = new StringBuilder(HEADER);
    for (int i = 0; i < 1002; i++) {
      rows.append("n").append(i).append(",,,US\n");
    }
    Files.writeString(file, rows);

    // when
    CommandRun run = topic.produce("--dry-run", file);

    // then
    assertThat(run.out().lines().limit(1002))
        .startsWith("new n0: US", "new n1: US")
        .endsWith("new n999: US", "… and 2 more", "rows read: 1002");
  }
}

package io.storestream.maintenance.verify;

import static io.storestream.kafka.record.StoreRecords.encode;
import static io.storestream.maintenance.verify.VerifyStack.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.cli.ExitCode;
import io.storestream.fixtures.CommandRun;
import io.storestream.fixtures.SdkChain;
import io.storestream.kafka.InternalTopics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command prints and how it exits. */
class VerifyCommandTest extends VerifySuite {

  private final SdkChain chain = SdkChain.pointTo(Objects.requireNonNull(stack.endpoint().local()));

  VerifyCommandTest() {
    super(1);
  }

  @AfterAll
  void forgetTheLocalDynamoDb() {
    chain.close();
  }

  @Test
  void shouldPrintDifferencesThenFiguresAndRepairOnRequest() {
    stack.publish(state("1", 0, "Omaha"), state("2", 0, "Omaha"), state("3", 0, "Omaha"));
    stack.put(table, state("1", 0, "Omaha"), state("2", 0, "Lincoln"), state("4", 0, "Omaha"));
    stack.putCounts(table, state("1", 0, "Omaha"), state("2", 0, "Omaha"));
    String differences =
        """
        missing 3: the table has no item, the topic has version 1485907200000000000000000 of 2017-02-01T00:00:00Z
        extra 4: the table has version 1485907200000000000000000 of 2017-02-01T00:00:00Z, the topic has no record
        different 2: City is "Lincoln", not "Omaha"; StateCityPostcode is "NE#LINCOLN#", not "NE#OMAHA#"
        wrong count US: the table has 2 stores, the topic has 3 stores
        wrong count US#NE: the table has 2 stores, the topic has 3 stores
        wrong count US#NE#OMAHA: the table has 2 stores, the topic has 3 stores
        """;

    CommandRun found = run();

    assertThat(found.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(found.out())
        .isEqualTo(
            differences
                + """
                stores in topic: 3
                items in table: 3
                equal: 1
                missing: 1
                extra: 1
                stale: 0
                different: 1
                counts: 3
                wrong counts: 3
                wrong counts in state: 0
                unreadable records: 0
                events waiting: 0
                seconds: S
                """);
    assertThat(found.err()).isEmpty();

    CommandRun repaired = run("--repair");

    assertThat(repaired.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(repaired.out())
        .isEqualTo(
            differences
                + """
                stores in topic: 3
                items in table: 3
                equal: 3
                missing: 0
                extra: 0
                stale: 0
                different: 0
                counts: 3
                wrong counts: 0
                wrong counts in state: 0
                unreadable records: 0
                events waiting: 0
                seconds: S
                repaired: 6
                """);
    assertThat(repaired.err())
        .isEqualTo("6 differences; repairing them\n6 repaired; verifying again\n");
  }

  @Test
  void shouldListNoMoreThanAskedFor() {
    stack.publish(state("1", 0, "Omaha"), state("2", 0, "Omaha"), state("3", 0, "Omaha"));

    assertThat(run("--examples", "1").out())
        .startsWith("missing 1: ")
        .contains("Z\nmissing: and 2 more\nwrong count US: ")
        .contains("\nwrong count: and 2 more\nstores in topic: 3\n");
    assertThat(run("--examples", "0").out()).startsWith("stores in topic: 3\n");
  }

  @Test
  void shouldWarnOfAddedPartitions() {
    stack.deleteTopic();
    stack.createTopic(2);
    stack.publish(List.of(encode(state("1", 0, "Omaha"), 0), encode(state("1", 0, "Omaha"), 1)));
    stack.put(table, state("1", 0, "Omaha"));
    stack.putCounts(table, state("1", 0, "Omaha"));

    CommandRun run = run();

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.err())
        .isEqualTo(
            "warning: 1 records of topic stores are in partitions where their stores no longer"
                + " belong: partitions were added. A store that was deleted since may come back, as"
                + " its old record is never compacted away\n");
  }

  @Test
  void shouldSayWhenWaitingEventsAreUnknown() {
    stack.publish(state("1", 0, "Omaha"));
    stack.put(table, state("1", 0, "Omaha"));
    stack.putCounts(table, state("1", 0, "Omaha"));
    stack.createTopic(InternalTopics.repartitionTopicOf("forgotten"), 1, Map.of());

    CommandRun run = run("--application-id", "forgotten");

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).contains("\nevents waiting: 0\n");
    assertThat(run.err())
        .isEqualTo(
            "warning: application forgotten has no positions, so it is not known from which topic it"
                + " reads and how many events wait there: start an ingester, and verify again\n");
  }

  @Test
  void shouldNameATableThatIsAbsent() {
    stack.publish(state("1", 0, "Omaha"));
    table = "absent";

    CommandRun run = run();

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .isEqualTo(
            "error: table absent does not exist: run `./stores rebuild --table absent` to create and"
                + " fill it from topic stores, or `./stores ingest` if nothing was published yet; or"
                + " check --table\n");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void shouldNameATopicThatIsAbsent() {
    stack.deleteTopic();

    CommandRun run = run();
    stack.createTopic(1);

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .isEqualTo(
            "error: topic stores does not exist: `./stores ingest` creates it; check"
                + " --bootstrap-servers\n");
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --segments=0    | segments must be from 1 to 1,000: 0
          --segments=1001 | segments must be from 1 to 1,000: 1001
          --examples=-1   | examples must be 0 or more: -1
          --repair=maybe  | --repair must be true or false, not 'maybe'
          """)
  void shouldRefuseWhatMakesNoSense(String option, String message) {
    CommandRun run = run(option);

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(message);
  }

  @Test
  void shouldExplainItself() {
    CommandRun run = run("--help");

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out())
        .contains("missing    the topic has the store", "STORES_VERIFY_EXAMPLES", "Exit codes:");
  }

  private CommandRun run(String... arguments) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--bootstrap-servers", stack.kafkaOptions().bootstrapServers(), "--table", table));
    all.addAll(List.of(arguments));
    if (!all.contains("--application-id")) {
      all.addAll(List.of("--application-id", "nobody"));
    }
    return CommandRun.of(new VerifyCommand(), all.toArray(String[]::new));
  }
}

package io.storestream.maintenance.rebuild;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storestream.cli.CommandRunner;
import io.storestream.cli.ExitCode;
import io.storestream.cli.StopSignal;
import io.storestream.fixtures.CommandRun;
import io.storestream.fixtures.SdkChain;
import io.storestream.kafka.Topics;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command prints and how it exits. */
class RebuildCommandTest extends RebuildSuite {

  private final SdkChain chain = SdkChain.pointTo(Objects.requireNonNull(endpoint.local()));

  @AfterAll
  void forgetTheLocalDynamoDb() {
    chain.close();
  }

  @Test
  void shouldPrintWhatItHasDone() {
    topic.write(open(1, 3, 1));
    topic.writeCounts(List.of(count(3, 1, "US"), count(3, 1, "US", "NE")));
    setup();
    put(open("2", 9));

    CommandRun run = CommandRun.of(new RebuildCommand(), arguments());

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    // How many items a request holds depends on how many records each poll returns.
    assertThat(run.out().replaceFirst("write requests: \\d+", "write requests: R"))
        .isEqualTo(
            """
            records read: 3
            records unreadable: 0
            records overtaken: 0
            stores written: 2
            newer in table: 1
            items rejected: 0
            counts read: 2
            counts written: 2
            write requests: R
            seconds: S
            """);
  }

  @Test
  void shouldSayWhenARecordCannotBeUsed() {
    topic.write(open(1, 3, 1));
    topic.send(new ProducerRecord<>(Topics.STORES, "4".getBytes(UTF_8), new byte[] {1}));

    CommandRun run = CommandRun.of(new RebuildCommand(), arguments());

    assertThat(run.exitCode()).isEqualTo(ExitCode.INPUT_REJECTED);
    assertThat(run.out()).contains("records unreadable: 1\n").contains("stores written: 3\n");
  }

  @Test
  void shouldSayThatTheTableIsCompleteWhenItBeginsToFollow() {
    topic.write(open(1, 3, 1));
    setup();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(out, true, UTF_8));
    try {
      CompletableFuture<Integer> exitCode =
          CompletableFuture.supplyAsync(
              () -> CommandRunner.run(new RebuildCommand(), arguments("--follow")));
      await()
          .atMost(TIMEOUT)
          .until(
              () ->
                  out.toString(UTF_8)
                      .endsWith("\ntable Rebuilt is complete; following topic stores\n"));
      assertThat(out.toString(UTF_8)).contains("stores written: 3\n");

      admin.get(admin.client().deleteTopics(List.of(Topics.LOCATION_COUNTS)).all());
      assertThat(exitCode.join()).isEqualTo(ExitCode.FAILED);
    } finally {
      System.setOut(before);
      createTopic();
    }
  }

  @Test
  void shouldGiveItsFiguresAgainWhenAFollowerIsStopped() {
    topic.write(open(1, 3, 1));
    setup();
    StopSignal stop = StopSignal.install();
    CompletableFuture<CommandRun> run =
        CompletableFuture.supplyAsync(
            () -> CommandRun.of(new RebuildCommand(() -> stop), arguments("--follow")));
    await().atMost(TIMEOUT).until(() -> table().size() == 3);
    topic.write(List.of(open("last", 1)));
    await().atMost(TIMEOUT).until(() -> table().size() == 4);

    stop.request();

    assertThat(run.join().exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.join().out())
        .containsPattern(
            "(?s)\ntable Rebuilt is complete; following topic stores\n.*stores written: 4\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --max-in-flight=0 | maxInFlight must be one or more: 0
          --read-units=5    | capacity units must be one or more: 5, 0
          --follow=maybe    | --follow must be true or false, not 'maybe'
          """)
  void shouldRefuseWhatMakesNoSense(String option, String message) {
    CommandRun run = CommandRun.of(new RebuildCommand(), arguments(option));

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(message);
    assertThat(client.listTables().join().tableNames()).isEmpty();
  }

  private String[] arguments(String... more) {
    return Stream.concat(
            Stream.of("--bootstrap-servers=" + kafkaOptions.bootstrapServers(), "--table=" + TABLE),
            Stream.of(more))
        .toArray(String[]::new);
  }
}

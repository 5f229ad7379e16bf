package io.storestream.maintenance.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.ExitCode;
import io.storestream.fixtures.CommandRun;
import io.storestream.kafka.TopicReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code dlq list} on a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ListCommandTest {

  private final DlqBroker broker = new DlqBroker();

  @AfterAll
  void closeBroker() {
    broker.close();
  }

  @Test
  void shouldShowEveryDeadLetterAndCountThem() throws Exception {
    broker.createTopics("all", 2);
    broker.send(
        DeadLetters.deadLetter("all", 1, "FutureEvent", "c"),
        DeadLetters.deadLetter("all", 0, "InvalidEvent", "a"),
        DeadLetters.deadLetter("all", 0, "FutureEvent", "b"));

    CommandRun run = broker.run("list", "all");

    assertThat(run.out())
        .isEqualTo(
            """
            all-dlq/0@0 1970-01-01T00:16:40Z InvalidEvent
              reason: not good
              original: all/5@42 of 1970-01-01T00:16:30Z
              key: key
              value: a
            all-dlq/0@1 1970-01-01T00:16:40Z FutureEvent
              reason: not good
              original: all/5@42 of 1970-01-01T00:16:30Z
              key: key
              value: b
            all-dlq/1@0 1970-01-01T00:16:40Z FutureEvent
              reason: not good
              original: all/5@42 of 1970-01-01T00:16:30Z
              key: key
              value: c
            dead letters: 3
            not redriven: 3
            FutureEvent: 2
            InvalidEvent: 1
            """);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
  }

  @Test
  void shouldShowOneExceptionAsJsonUpToALimit() throws Exception {
    broker.createTopics("some", 1);
    broker.send(
        DeadLetters.deadLetter("some", 0, "InvalidEvent", "a"),
        DeadLetters.deadLetter("some", 0, "FutureEvent", "b"),
        DeadLetters.deadLetter("some", 0, "FutureEvent", "c"));

    CommandRun run =
        broker.run("list", "some", "--exception=FutureEvent", "--limit=1", "--format=json");

    assertThat(run)
        .isEqualTo(
            new CommandRun(
                ExitCode.OK,
                """
                {"topic":"some-dlq","partition":0,"offset":1,"arrivedAt":"1970-01-01T00:16:40Z",\
                "redriven":false,"exception":"FutureEvent","reason":"not good","original":{\
                "topic":"some","partition":5,"offset":42,"timestamp":"1970-01-01T00:16:30Z"},\
                "key":"key","value":"b","headers":[{"name":"trace","value":"abc"}]}
                """,
                "dead letters: 2\nnot redriven: 2\nFutureEvent: 2\nshown: 1\n"));
  }

  @Test
  void shouldReachTheEndThoughTransactionsTakeOffsetsToo() throws Exception {
    broker.createTopics("transactions", 1);
    try (KafkaProducer<byte[], byte[]> producer = transactional("transactions")) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(DeadLetters.deadLetter("transactions", 0, "InvalidEvent", "committed")).get();
      producer.commitTransaction();
      producer.beginTransaction();
      producer.send(DeadLetters.deadLetter("transactions", 0, "InvalidEvent", "aborted")).get();
      producer.abortTransaction();
    }

    CommandRun run = broker.run("list", "transactions");

    assertThat(run.out())
        .contains("value: committed")
        .doesNotContain("aborted")
        .endsWith("dead letters: 1\nnot redriven: 1\nInvalidEvent: 1\n");
  }

  @Test
  void shouldNotWaitForeverForATransactionThatStaysOpen() throws Exception {
    broker.createTopics("open", 1);
    try (KafkaProducer<byte[], byte[]> producer = transactional("open");
        DeadLetterReader reader =
            new DeadLetterReader(TopicReader.open(broker.options(), Duration.ofSeconds(1)))) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(DeadLetters.deadLetter("open", 0, "InvalidEvent", "a")).get();
      DeadLetterReader.OffsetRange range =
          new DeadLetterReader.OffsetRange(new TopicPartition("open-dlq", 0), 0, 1);

      assertThatExceptionOfType(CommandFailedException.class)
          .isThrownBy(() -> reader.read(range, (deadLetters, next) -> {}))
          .withMessage(
              "nothing comes after the offsets {open-dlq-0=0}, and the ends are {open-dlq-0=1}: is a"
                  + " broker down, or a transaction open there? Try again later");
      producer.abortTransaction();
    }
  }

  @Test
  void shouldReadBoundedBatchesWhateverTheKafkaSettingsSay(@TempDir Path folder) throws Exception {
    broker.createTopics("many", 1);
    try (KafkaProducer<byte[], byte[]> producer = broker.producer(Map.of())) {
      for (int i = 0; i < 1_100; i++) {
        Future<RecordMetadata> unused =
            producer.send(DeadLetters.deadLetter("many", 0, "InvalidEvent", "a"));
      }
    }
    Path settings = Files.writeString(folder.resolve("kafka"), "max.poll.records=100000\n");
    List<Integer> batches = new ArrayList<>();

    try (DeadLetterReader reader = DeadLetterReader.open(broker.options(settings))) {
      reader.read(
          new DeadLetterReader.OffsetRange(new TopicPartition("many-dlq", 0), 0, 1_100),
          (deadLetters, next) -> batches.add(deadLetters.size()));
    }

    assertThat(batches).allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(500));
    assertThat(batches.stream().mapToInt(Integer::intValue).sum()).isEqualTo(1_100);
  }

  @Test
  void shouldSayThatThereIsNothing() throws Exception {
    broker.createTopics("nothing", 2);

    assertThat(broker.run("list", "nothing"))
        .isEqualTo(
            new CommandRun(
                ExitCode.OK, "dead letters: 0\nnot redriven: 0\n", "topic nothing-dlq is empty\n"));
    broker.send(DeadLetters.deadLetter("nothing", 0, "InvalidEvent", "a"));
    assertThat(broker.run("list", "nothing", "--exception=Other"))
        .isEqualTo(
            new CommandRun(
                ExitCode.OK,
                "dead letters: 0\nnot redriven: 0\n",
                "topic nothing-dlq has no dead letter of exception Other; those of ingesters are"
                    + " InvalidEvent, FutureEvent, EventTooLarge, OutOfRevisions, RejectedWrite\n"));
  }

  @Test
  void shouldSayThatThereIsNoTopic() {
    for (String command : List.of("list", "redrive")) {
      assertThat(broker.run(command, "missing"))
          .isEqualTo(
              new CommandRun(
                  ExitCode.FAILED,
                  "",
                  "error: topic missing-dlq does not exist: check --topic, or start `./stores"
                      + " ingest`, which creates it\n"));
    }
  }

  @Test
  void shouldRefuseALimitThatIsNone() {
    CommandRun run = CommandRun.of(new DlqCommand(), "list", "--limit=-1");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("--limit must be 0 or more, not -1\n");
  }

  private KafkaProducer<byte[], byte[]> transactional(String id) {
    return broker.producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id));
  }
}

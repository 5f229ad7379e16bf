package io.storestream.maintenance.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.ExitCode;
import io.storestream.fixtures.CommandRun;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.maintenance.TopicSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code dlq redrive} on a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedriveCommandTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final DlqBroker broker = new DlqBroker();

  @AfterAll
  void closeBroker() {
    broker.close();
  }

  @Test
  void shouldPublishEachDeadLetterOnceAsItCame() throws Exception {
    broker.createTopics("once", 2);
    broker.send(
        DeadLetters.deadLetter("once", 0, "InvalidEvent", "a"),
        DeadLetters.deadLetter("once", 1, "FutureEvent", "b"),
        DeadLetters.bare("once", 1));

    assertThat(broker.run("redrive", "once")).isEqualTo(done(3, 3, 0, 0));
    assertThat(broker.textsOf("once"))
        .containsExactly(
            "key=a at 990000 [trace=abc]",
            "key=b at 990000 [trace=abc]",
            "null=null at 1000000 []");

    assertThat(broker.run("redrive", "once")).isEqualTo(done(0, 0, 0, 0));
    broker.send(DeadLetters.deadLetter("once", 0, "InvalidEvent", "c"));
    assertThat(broker.run("redrive", "once")).isEqualTo(done(1, 1, 0, 0));
    assertThat(broker.textsOf("once")).hasSize(4).endsWith("key=c at 990000 [trace=abc]");
    assertThat(broker.run("list", "once").out())
        .contains("once-dlq/0@0 1970-01-01T00:16:40Z InvalidEvent (redriven)\n")
        .contains("once-dlq/0@1 1970-01-01T00:16:40Z InvalidEvent (redriven)\n")
        .endsWith(
            "\ndead letters: 4\nnot redriven: 0\nFutureEvent: 1\nInvalidEvent: 2\nunknown: 1\n");
  }

  @Test
  void shouldPublishOneExceptionAndTheOthersLater() throws Exception {
    broker.createTopics("filter", 1);
    broker.send(
        DeadLetters.deadLetter("filter", 0, "InvalidEvent", "a"),
        DeadLetters.deadLetter("filter", 0, "FutureEvent", "b"),
        DeadLetters.deadLetter("filter", 0, "InvalidEvent", "c"));

    assertThat(broker.run("redrive", "filter", "--exception=FutureEvent"))
        .isEqualTo(done(3, 1, 2, 0));
    assertThat(broker.run("redrive", "filter", "--exception=FutureEvent"))
        .isEqualTo(done(0, 0, 0, 0));
    assertThat(broker.run("list", "filter", "--exception=FutureEvent").out())
        .startsWith("filter-dlq/0@1 1970-01-01T00:16:40Z FutureEvent (redriven)\n");
    assertThat(broker.run("list", "filter").out())
        .startsWith("filter-dlq/0@0 1970-01-01T00:16:40Z InvalidEvent\n")
        .endsWith("\ndead letters: 3\nnot redriven: 2\nFutureEvent: 1\nInvalidEvent: 2\n");
    assertThat(broker.textsOf("filter")).containsExactly("key=b at 990000 [trace=abc]");

    assertThat(broker.run("redrive", "filter")).isEqualTo(done(3, 2, 1, 0));
    assertThat(broker.textsOf("filter"))
        .containsExactly(
            "key=b at 990000 [trace=abc]",
            "key=a at 990000 [trace=abc]",
            "key=c at 990000 [trace=abc]");
    assertThat(broker.run("redrive", "filter")).isEqualTo(done(0, 0, 0, 0));
  }

  /** As in a cluster that was restored from a copy: what stands there now was never redriven. */
  @ParameterizedTest
  @ValueSource(strings = {"", "{\"InvalidEvent\":7}"})
  void shouldBeginAgainWhereTheTopicHasLostRecords(String ahead) throws Exception {
    String topic = "restored" + ahead.length();
    broker.createTopics(topic, 1);
    broker.send(
        DeadLetters.deadLetter(topic, 0, "InvalidEvent", "a"),
        DeadLetters.deadLetter(topic, 0, "InvalidEvent", "b"));
    try (KafkaAdmin admin = KafkaAdmin.connect(broker.options())) {
      admin.get(
          admin
              .client()
              .alterConsumerGroupOffsets(
                  topic + "-dlq-redrive",
                  Map.of(
                      new TopicPartition(topic + "-dlq", 0),
                      new OffsetAndMetadata(ahead.isEmpty() ? 5 : 2, ahead)))
              .all());
    }

    assertThat(broker.run("list", topic).out())
        .doesNotContain("(redriven)")
        .contains("\nnot redriven: 2\n");
    assertThat(broker.run("redrive", topic)).isEqualTo(done(2, 2, 0, 0));
    assertThat(broker.run("redrive", topic)).isEqualTo(done(0, 0, 0, 0));
  }

  @Test
  void shouldOnlyCountInADryRun() throws Exception {
    broker.createTopics("dry", 1);
    broker.send(DeadLetters.deadLetter("dry", 0, "InvalidEvent", "a"), DeadLetters.leftOut("dry"));

    for (int time = 0; time < 2; time++) {
      assertThat(broker.run("redrive", "dry", "--dry-run").out())
          .isEqualTo("dead letters read: 2\nwould be redriven: 1\nskipped: 0\nleft out: 1\n");
    }
    assertThat(broker.textsOf("dry")).isEmpty();
  }

  @Test
  void shouldNameWhatCannotBeRedriven() throws Exception {
    broker.createTopics("large", 1);
    broker.send(
        DeadLetters.leftOut("large"), DeadLetters.deadLetter("large", 0, "InvalidEvent", "a"));

    assertThat(broker.run("redrive", "large"))
        .isEqualTo(
            new CommandRun(
                ExitCode.INPUT_REJECTED,
                "dead letters read: 2\nredriven: 1\nskipped: 0\nleft out: 1\n",
                "large-dlq/0@0 can't be redriven: its value of 2,097,152 bytes was left out as too"
                    + " large; the original is large/5@42\n"));
    assertThat(broker.textsOf("large")).containsExactly("key=a at 990000 [trace=abc]");
    assertThat(broker.run("redrive", "large")).isEqualTo(done(0, 0, 0, 0));
  }

  @Test
  void shouldMoveNothingWithATransactionThatFails() throws Exception {
    broker.createTopics("refused", 1);
    limitRecords("refused", 1000);
    broker.send(
        DeadLetters.deadLetter("refused", 0, "InvalidEvent", "a"),
        DeadLetters.deadLetter("refused", 0, "InvalidEvent", incompressible()));

    CommandRun failed = broker.run("redrive", "refused");

    assertThat(failed.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err())
        .startsWith(
            "error: redriving refused-dlq/0@1 to topic refused failed after 0 had been redriven: ")
        .endsWith("; repair the cause and redrive again: it goes on there\n");
    assertThat(broker.textsOf("refused")).isEmpty();
    limitRecords("refused", 1_000_000);
    assertThat(broker.run("redrive", "refused")).isEqualTo(done(2, 2, 0, 0));
    assertThat(broker.textsOf("refused"))
        .containsExactly(
            "key=a at 990000 [trace=abc]",
            "key=%s at 990000 [trace=abc]".formatted(incompressible()));
  }

  @Test
  void shouldUndoWhatAKilledRedriveLeftUnfinished() throws Exception {
    broker.createTopics("killed", 1);
    broker.send(
        DeadLetters.deadLetter("killed", 0, "InvalidEvent", "a"),
        DeadLetters.deadLetter("killed", 0, "InvalidEvent", "b"));
    try (TransactionalSink killed = open("killed")) {
      killed.write(
          List.of(DeadLetters.read(0, "InvalidEvent")),
          new TopicPartition("killed-dlq", 0),
          new RedrivePosition(1, Map.of()));
      await().atMost(TIMEOUT).until(() -> broker.writtenTo("killed") == 1);

      assertThat(broker.run("redrive", "killed")).isEqualTo(done(2, 2, 0, 0));
    }
    assertThat(broker.textsOf("killed"))
        .containsExactly("key=a at 990000 [trace=abc]", "key=b at 990000 [trace=abc]");
    assertThat(broker.run("redrive", "killed")).isEqualTo(done(0, 0, 0, 0));
  }

  @Test
  void shouldGiveWayToAnotherRedrive() throws Exception {
    broker.createTopics("fenced", 1);
    broker.send(DeadLetters.deadLetter("fenced", 0, "InvalidEvent", "a"));
    try (TransactionalSink first = open("fenced")) {
      assertThat(broker.run("redrive", "fenced")).isEqualTo(done(1, 1, 0, 0));

      assertThatExceptionOfType(CommandFailedException.class)
          .isThrownBy(
              () ->
                  first.publish(
                      List.of(DeadLetters.read(0, "InvalidEvent")),
                      new TopicPartition("fenced-dlq", 0),
                      new RedrivePosition(1, Map.of())))
          .withMessage(
              "another redrive of fenced-dlq has started and goes on from here; 0 had been"
                  + " redriven");
    }
    assertThat(broker.textsOf("fenced")).containsExactly("key=a at 990000 [trace=abc]");
  }

  private TransactionalSink open(String topic) {
    return TransactionalSink.open(broker.options(), new DeadLetterTopic(topic));
  }

  /** As random as it takes for no codec to make less of it. */
  private static String incompressible() {
    return new Random(1)
        .ints(3000, 'a', 'z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private void limitRecords(String topic, int bytes) {
    try (KafkaAdmin admin = KafkaAdmin.connect(broker.options())) {
      TopicSettings.set(admin, topic, "max.message.bytes", Integer.toString(bytes));
    }
  }

  private static CommandRun done(long read, long redriven, long skipped, long leftOut) {
    return new CommandRun(
        ExitCode.OK,
        "dead letters read: %d\nredriven: %d\nskipped: %d\nleft out: %d\n"
            .formatted(read, redriven, skipped, leftOut),
        "");
  }
}

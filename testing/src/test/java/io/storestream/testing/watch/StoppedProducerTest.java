package io.storestream.testing.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.localstack.EmbeddedKafka;
import io.storestream.testing.process.StoresProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A watching producer that is stopped in the middle of a file, or whose broker is away. */
@Tag("faults")
class StoppedProducerTest {

  private static final String TOPIC = "stopped";
  private static final int LONG_FILE = 500_000;
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  @TempDir private Path directory = Path.of("");
  private FedFolder folder = new FedFolder(directory);

  @BeforeEach
  void createFolder() throws IOException {
    folder = new FedFolder(Files.createDirectory(directory.resolve("incoming")));
  }

  @Test
  void shouldStopInTheMiddleOfAFileAndGoOnWithIt() throws IOException {
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        StoresProcess producer = producer(kafka)) {
      createTopic(kafka);
      folder.feedCsv(LONG_FILE);
      producer.start();
      await().atMost(TIMEOUT).until(() -> folder.filesIn("taken") > 0);

      // when, then
      assertThat(producer.stop(TIMEOUT)).isZero();
      assertThat(folder.namesIn("taken")).contains("000.csv");
      assertThat(folder.namesIn("done")).isEmpty();

      // when, then
      producer.start();
      await().atMost(TIMEOUT).until(() -> folder.namesIn("done").equals(folder.results()));
      assertThat(folder.namesIn("taken")).isEmpty();
      assertThat(folder.left()).isEmpty();
    }
  }

  @Test
  void shouldHoldFilesBackWhileTheBrokerIsAway() throws IOException {
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        StoresProcess producer = producer(kafka)) {
      createTopic(kafka);
      folder.feed();
      producer.start();
      await().atMost(TIMEOUT).until(() -> folder.namesIn("done").equals(folder.results()));

      // when
      kafka.stop();
      folder.feed();
      folder.feed();
      await()
          .atMost(TIMEOUT)
          .until(
              () ->
                  producer.get("/health/live").isPresent()
                      && producer.get("/health/ready").isEmpty());

      // then
      assertThat(folder.namesIn("taken")).containsExactly("001.ndjson");
      assertThat(folder.left()).containsExactly("002.json");

      // when, then
      kafka.restart();
      await().atMost(TIMEOUT).until(() -> folder.namesIn("done").equals(folder.results()));
      await().atMost(TIMEOUT).until(() -> producer.get("/health/ready").isPresent());
      assertThat(folder.namesIn("failed")).isEmpty();
    }
  }

  private StoresProcess producer(EmbeddedKafka kafka) {
    return new StoresProcess(
        directory,
        "producer",
        Map.of(),
        List.of(
            "produce",
            "--watch=" + directory.resolve("incoming"),
            "--quiet-time=PT0S",
            "--management-port=0",
            "--topic=" + TOPIC,
            "--bootstrap-servers=" + kafka.bootstrapServers()));
  }

  private static void createTopic(EmbeddedKafka kafka) {
    try (KafkaAdmin admin = KafkaAdmin.connect(KafkaOptions.of(kafka.bootstrapServers()))) {
      admin.createTopics(Map.of(TOPIC, 1), Map.of());
    }
  }
}

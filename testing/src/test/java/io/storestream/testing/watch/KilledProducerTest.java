package io.storestream.testing.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.fixtures.Rounds;
import io.storestream.ingester.IngesterSettings;
import io.storestream.ingester.command.Ingester;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.TopicReader;
import io.storestream.localstack.SharedBackends;
import io.storestream.testing.process.StoresProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A folder that is fed files while its producer is killed again and again. */
@Tag("faults")
class KilledProducerTest {

  private static final String NAME = "watched";
  private static final int KILLS = Rounds.of(5, 10);
  private static final int FILES = 20 * KILLS;

  /** How many more files are done before the next kill; enough files are left at the end. */
  private static final int FILES_PER_KILL = 15;

  /** How many files wait. */
  private static final int AHEAD = 10;

  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KafkaOptions kafka = KafkaOptions.of(SharedBackends.kafka().bootstrapServers());

  @TempDir private Path directory = Path.of("");

  @Test
  void shouldPublishEveryRowOfEveryFileAndTakeEachFileOnce() throws IOException {
    // given
    FedFolder folder = new FedFolder(Files.createDirectory(directory.resolve("incoming")));
    DynamoDbEndpoint dynamoDb = DynamoDbEndpoint.local(SharedBackends.dynamoDb().endpoint());
    try (Ingester ingester =
            Ingester.start(settings(), kafka, dynamoDb, new SimpleMeterRegistry());
        StoresProcess producer =
            new StoresProcess(
                directory,
                "producer",
                Map.of(),
                List.of(
                    "produce",
                    "--watch=" + directory.resolve("incoming"),
                    "--quiet-time=PT0S",
                    "--management-port=0",
                    "--topic=" + NAME,
                    "--bootstrap-servers=" + kafka.bootstrapServers()))) {

      // when it is killed while it has taken a file
      int interrupted = 0;
      for (int kill = 1; kill <= KILLS; kill++) {
        producer.start();
        int done = kill * FILES_PER_KILL;
        await()
            .atMost(TIMEOUT)
            .pollInSameThread()
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(1))
            .until(
                () -> {
                  feed(folder, Math.min(FILES, folder.filesIn("done") + AHEAD));
                  return files(folder) >= done && folder.filesIn("taken") > 0;
                });
        producer.kill();
        interrupted += folder.filesIn("taken") > 0 ? 1 : 0;
      }
      feed(folder, FILES);
      producer.start();
      await().atMost(TIMEOUT).until(() -> folder.namesIn("done").equals(folder.results()));

      // then
      assertThat(producer.get("/health/ready")).hasValue("UP");
      assertThat(producer.get("/metrics").orElse(""))
          .contains("storestream_files_failed_total{folder=");
      assertThat(producer.stop(TIMEOUT)).isZero();
      assertThat(interrupted).isPositive();
      assertThat(folder.left()).isEmpty();
      assertThat(folder.namesIn("taken")).isEmpty();
      assertThat(folder.namesIn("failed")).isEmpty();
      assertThat(folder.namesIn("done")).isEqualTo(folder.results());
      requireEachRowAtOneTime(folder);

      await().atMost(TIMEOUT).until(ingester::isCaughtUp);
      assertThat(
              await()
                  .atMost(TIMEOUT)
                  .ignoreExceptionsInstanceOf(
                      CompletionException.class) // an emulator with much to do
                  .until(() -> cities(dynamoDb), cities -> true))
          .isEqualTo(folder.cities());
      assertThat(ingester.figures().staleDropped()).isZero();
      assertThat(ingester.figures().deadLetters()).isZero();
    }
  }

  private static void feed(FedFolder folder, int files) throws IOException {
    while (folder.fed() < files) {
      folder.feed();
    }
  }

  /** Returns how many files are done, without the files of rejected rows. */
  private static int files(FedFolder folder) {
    return (int) folder.namesIn("done").stream().filter(it -> !it.endsWith(".rejects.csv")).count();
  }

  /** Every row is in the topic, nothing else is, and a repeated one is a duplicate. */
  private void requireEachRowAtOneTime(FedFolder folder) {
    Map<String, Set<String>> timesOfRows = new HashMap<>();
    try (KafkaAdmin admin = KafkaAdmin.connect(kafka);
        TopicReader reader = TopicReader.open(kafka)) {
      reader.seek(admin.startOffsets(NAME));
      reader.readTo(
          admin.endOffsets(NAME),
          record -> {
            JsonNode event = parse(record.value());
            String row =
                "%s in %s"
                    .formatted(
                        event.path("storeNumber").asText(),
                        event.path("store").path("city").asText());
            timesOfRows
                .computeIfAbsent(row, it -> new HashSet<>())
                .add(event.path("updatedAt").asText());
          });
    }
    assertThat(new TreeSet<>(timesOfRows.keySet())).isEqualTo(new TreeSet<>(folder.rows()));
    assertThat(timesOfRows.values()).allMatch(times -> times.size() == 1);
  }

  private static JsonNode parse(byte[] value) {
    try {
      return JSON.readTree(value);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, String> cities(DynamoDbEndpoint endpoint) {
    Map<String, String> cities = new HashMap<>();
    try (DynamoDbAsyncClient dynamoDb = DynamoDbClients.forReading(endpoint, 2)) {
      dynamoDb
          .scanPaginator(request -> request.tableName(NAME).consistentRead(true))
          .items()
          .subscribe(item -> cities.put(text(item, "StoreNumber"), text(item, "City")))
          .join();
    }
    return cities;
  }

  private static String text(Map<String, AttributeValue> item, String name) {
    return Objects.requireNonNull(item.get(name), name).s();
  }

  private IngesterSettings settings() {
    return IngesterSettings.builder()
        .applicationId(NAME)
        .topic(NAME)
        .partitions(2)
        .threads(1)
        .stateDir(directory.resolve("state"))
        .table(NAME)
        .maxInFlight(8)
        .build();
  }
}

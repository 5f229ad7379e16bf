package io.storestream.ingester.command;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.fixtures.CapturedLog;
import io.storestream.ingester.IngesterSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamsSettingsTest {

  @Test
  void shouldLetTheFileTune() {
    StreamsConfig config =
        config(Map.of("compression.type", "zstd", "consumer.session.timeout.ms", "30000"));

    assertThat(config.getProducerConfigs("id").get("compression.type")).isEqualTo("zstd");
    assertThat(config.getMainConsumerConfigs("group", "id", 0).get("session.timeout.ms"))
        .isEqualTo("30000");
  }

  @Test
  void shouldNotLetTheFileWeakenWhatCorrectnessNeeds() {
    StreamsConfig config =
        config(
            Map.of(
                "processing.guarantee", "at_least_once",
                "application.id", "other",
                "auto.offset.reset", "latest"));

    assertThat(config.getString("processing.guarantee")).isEqualTo("exactly_once_v2");
    assertThat(config.getString("application.id")).isEqualTo("storestream");
    assertThat(config.getMainConsumerConfigs("group", "id", 0).get("auto.offset.reset"))
        .isEqualTo("earliest");
  }

  @Test
  void shouldChooseItsOwnTimeouts() {
    StreamsConfig config = config(Map.of());

    assertThat(config.getMainConsumerConfigs("group", "id", 0))
        .containsEntry("session.timeout.ms", 10_000)
        .containsEntry("isolation.level", "read_committed");
    assertThat(config.getProducerConfigs("id"))
        .containsEntry("compression.type", "lz4")
        .containsEntry("max.request.size", 1234);
  }

  @Test
  void shouldLetBatchesWaitForTheCommit() {
    StreamsConfig config = config(Map.of());

    assertThat(config.getProducerConfigs("id"))
        .containsEntry("linger.ms", config.getLong("commit.interval.ms"));
  }

  /** A producer takes the memory of a whole batch for each partition that it sends to. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 6, 24, 64, 120})
  void shouldLetTheBatchesOfAllPartitionsFitIntoTheBuffer(int partitions) {
    Map<String, Object> producer = config(partitions, Map.of()).getProducerConfigs("id");
    int batch = (int) requireNonNull(producer.get("batch.size"));

    assertThat(batch).isBetween(16 * 1024, 512 * 1024);
    Map<String, Object> defaults = ProducerConfig.configDef().defaultValues();
    long buffer = (long) requireNonNull(defaults.get("buffer.memory"));
    assertThat(8L * partitions * batch).isLessThanOrEqualTo(buffer / 2);
  }

  @Test
  void shouldMakeNoBatchSmallerThanKafkaDoes() {
    assertThat(config(10_000, Map.of()).getProducerConfigs("id"))
        .containsEntry("batch.size", 16 * 1024);
  }

  @Test
  void shouldNotWarnOfGlobalState() {
    try (CapturedLog log = new CapturedLog(StreamsConfig.class)) {
      StreamsConfig config = config(Map.of());
      // As the partition assignor of each thread does.
      Map<String, Object> ofConsumer = config.getMainConsumerConfigs("group", "id", 0);
      ofConsumer.put("application.id", "storestream");
      StreamsConfig ofAssignor = new StreamsConfig(ofConsumer);

      assertThat(ofAssignor.getBoolean("processing.exception.handler.global.enabled")).isTrue();
      assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN"));
    }
  }

  private static StreamsConfig config(Map<String, Object> file) {
    return config(4, file);
  }

  private static StreamsConfig config(int partitions, Map<String, Object> file) {
    Map<String, Object> clientConfig = new HashMap<>(file);
    clientConfig.put("bootstrap.servers", "unused:9092");
    return new StreamsConfig(
        StreamsSettings.create(
            IngesterSettings.builder().build(), partitions, Path.of("state"), 1234, clientConfig));
  }
}

package io.storestream.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.kafka.KafkaOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ProducerSettingsTest {

  @Command
  private static final class AnyCommand {
    @Mixin private KafkaOptions kafka = new KafkaOptions();
  }

  @Test
  void shouldLetTheFileTuneButNeverGiveUpSafety(@TempDir Path folder) throws IOException {
    // given
    Path file = folder.resolve("kafka.properties");
    Files.writeString(
        file, "acks=0\nenable.idempotence=false\ntransactional.id=t\nlinger.ms=5\nretries=3\n");
    AnyCommand command = new AnyCommand();
    new CommandLine(command)
        .parseArgs("--bootstrap-servers", "broker:9092", "--kafka-config", file.toString());

    // when, then
    assertThat(ProducerSettings.of(command.kafka))
        .containsEntry("bootstrap.servers", "broker:9092")
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", true)
        .containsEntry("linger.ms", "5")
        .containsEntry("retries", "3")
        .containsEntry("compression.type", "lz4")
        .containsEntry("delivery.timeout.ms", 60_000)
        .containsEntry("max.block.ms", 15_000)
        .doesNotContainKey("transactional.id");
  }
}

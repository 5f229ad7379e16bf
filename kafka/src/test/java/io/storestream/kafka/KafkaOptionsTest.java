package io.storestream.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.storestream.cli.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class KafkaOptionsTest {

  @TempDir private Path directory = Path.of("");

  @Test
  void shouldPassTheFileThroughButForTheServers() throws IOException {
    Path file = directory.resolve("client.properties");
    Files.writeString(file, "security.protocol=SASL_SSL\nbootstrap.servers=other:1\n");

    assertThat(
            parse("--bootstrap-servers", "a:1,b:2", "--kafka-config", file.toString())
                .clientConfig())
        .containsOnly(
            entry("security.protocol", "SASL_SSL"), entry("bootstrap.servers", "a:1,b:2"));
  }

  @Test
  void shouldNameAFileThatCannotBeRead() {
    KafkaOptions options = parse("--kafka-config", "no-such-file");

    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(options::clientConfig)
        .withMessage("there is no file no-such-file with Kafka settings (--kafka-config)");
  }

  @Test
  void shouldNameAnAddressThatMakesNoSense() {
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> KafkaAdmin.connect(KafkaOptions.of("nowhere")))
        .withMessageContaining("nowhere")
        .withMessageContaining("--bootstrap-servers");
  }

  private static Map.Entry<String, Object> entry(String name, Object value) {
    return Map.entry(name, value);
  }

  private static KafkaOptions parse(String... arguments) {
    TestCommand command = new TestCommand();
    new CommandLine(command).parseArgs(arguments);
    return command.options;
  }

  @Command(name = "test")
  static final class TestCommand {
    @Mixin private final KafkaOptions options = new KafkaOptions();
  }
}

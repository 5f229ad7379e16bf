package io.storestream.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.cli.CommandRunner;
import io.storestream.cli.ExitCode;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The output of {@code demo} before anything starts. */
class DemoCommandTest {

  @Test
  void shouldPrintTheEnvironmentOfCommandsBesideADemo() {
    assertThat(run("--env"))
        .isEqualTo(
            """
            export KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:9092
            export AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:8000
            export AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any
            """);
    assertThat(run("--env", "--kafka-port", "1", "--dynamodb-port", "2"))
        .startsWith("export KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:1\n")
        .contains("http://127.0.0.1:2\n");
  }

  @Test
  void shouldNotGuessFreePorts() {
    assertThat(CommandRunner.run(new DemoCommand(), "--env", "--kafka-port", "0"))
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void shouldNameOnlyPortsThatAreNotTheDefault() {
    assertThat(new DemoEnvironment(9092, 8000).command())
        .isEqualTo("eval \"$(./stores demo --env)\"");
    assertThat(new DemoEnvironment(1, 2).command())
        .isEqualTo("eval \"$(./stores demo --env --kafka-port 1 --dynamodb-port 2)\"");
  }

  @Test
  void shouldShowLookupsOfALoadedStore() {
    StoreBuilder builder = new StoreBuilder().storeNumber("1-2");
    builder.set(StoreField.COUNTRY, "DE");
    builder.set(StoreField.STATE, "BE");
    builder.set(StoreField.CITY, "Bad König's");

    assertThat(DemoExamples.of("http://localhost:1", builder.build()))
        .containsExactly(
            "curl 'http://localhost:1/v1/stores/1-2'",
            "curl 'http://localhost:1/v1/stores?country=DE&state=BE&city=Bad%20K%C3%B6nig%27s'",
            "curl 'http://localhost:1/v1/locations/DE'");
    assertThat(DemoExamples.of("http://localhost:1", null))
        .containsExactly("curl 'http://localhost:1/v1/locations'");
  }

  private static String run(String... arguments) {
    PrintStream oldOut = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      assertThat(CommandRunner.run(new DemoCommand(), arguments)).isEqualTo(ExitCode.OK);
    } finally {
      System.setOut(oldOut);
    }
    return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}

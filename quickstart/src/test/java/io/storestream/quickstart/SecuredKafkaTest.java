package io.storestream.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.storestream.cli.CommandFailedException;
import io.storestream.kafka.KafkaOptions;
import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.EmbeddedKafka;
import io.storestream.localstack.SecuredListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** TLS and SASL by the file of client properties that is passed through to every Kafka client. */
class SecuredKafkaTest {

  private static final String STORE_PASSWORD = "of-the-keystore-7c1d";
  private static final String PASSWORD = "of-the-user-58a0";

  @TempDir private Path directory = Path.of("");

  private Path keystore = Path.of("");
  private Path truststore = Path.of("");

  @BeforeEach
  void makeKeys() throws Exception {
    keystore = directory.resolve("broker.p12");
    truststore = directory.resolve("client.p12");
    Path certificate = directory.resolve("broker.pem");
    keytool(
        keystore,
        List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=broker", "-ext", "san=ip:127.0.0.1"));
    keytool(keystore, List.of("-exportcert", "-rfc", "-file", certificate.toString()));
    keytool(truststore, List.of("-importcert", "-noprompt", "-file", certificate.toString()));
  }

  @Test
  void shouldCarryTheWholePathAndKeepItsSecrets() throws IOException {
    Path file =
        Files.writeString(directory.resolve("stores.csv"), "Store Number,Country\n1,US\n2,DE\n");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level level = root.getLevel();
    log.start();
    root.addAppender(log);
    root.setLevel(Level.DEBUG);
    try (EmbeddedKafka kafka = startKafka();
        EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.start();
        WholePath path =
            new WholePath(
                options(kafka, PASSWORD), dynamoDb.endpoint(), directory.resolve("state"))) {
      path.load(file, Instant.now());

      assertThat(path.stores().keySet()).containsExactly("1", "2");
    } finally {
      root.setLevel(level);
      root.detachAppender(log);
    }
    assertThat(log.list).hasSizeGreaterThan(1000);
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .noneMatch(line -> line.contains(PASSWORD) || line.contains(STORE_PASSWORD));
  }

  @Test
  void shouldSayThatThePasswordIsWrongAndNotWhatItWas() throws IOException {
    String wrong = "something-else-b1f2";
    try (EmbeddedKafka kafka = startKafka();
        EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.start()) {
      KafkaOptions options = options(kafka, wrong);

      assertThatExceptionOfType(CommandFailedException.class)
          .isThrownBy(
              () -> new WholePath(options, dynamoDb.endpoint(), directory.resolve("state")).close())
          .withMessageContaining("Authentication failed")
          .withMessageNotContaining(wrong);
    }
  }

  private EmbeddedKafka startKafka() {
    return EmbeddedKafka.start(
        new SecuredListener(keystore, STORE_PASSWORD, "storestream", PASSWORD));
  }

  private KafkaOptions options(EmbeddedKafka kafka, String password) throws IOException {
    Path properties =
        Files.writeString(
            directory.resolve("client.properties"),
            """
            security.protocol=SASL_SSL
            sasl.mechanism=PLAIN
            sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \
              username="storestream" password="%s";
            ssl.truststore.location=%s
            ssl.truststore.password=%s
            """
                .formatted(password, truststore, STORE_PASSWORD));
    return CommandLine.populateCommand(
        new KafkaOptions(),
        "--bootstrap-servers",
        kafka.securedBootstrapServers(),
        "--kafka-config",
        properties.toString());
  }

  /** Runs the JDK's own tool, as a reader of the manual would. */
  private static void keytool(Path keystore, List<String> command) throws Exception {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    line.addAll(command);
    line.addAll(
        List.of(
            "-alias",
            "broker",
            "-storetype",
            "PKCS12",
            "-keystore",
            keystore.toString(),
            "-storepass",
            STORE_PASSWORD));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}

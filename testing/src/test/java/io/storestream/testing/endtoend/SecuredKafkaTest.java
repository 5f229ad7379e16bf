package io.storestream.testing.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import io.storestream.cli.CommandFailedException;
import io.storestream.kafka.KafkaOptions;
import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.EmbeddedKafka;
import io.storestream.localstack.SecuredListener;
import io.storestream.localstack.SharedBackends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** TLS and SASL, configured by a file of client properties that every Kafka client receives. */
class SecuredKafkaTest {

  private static final String USER = "storestream";
  private static final String PASSWORD = "of-the-user-58a0";

  @TempDir private Path directory = Path.of("");

  private BrokerKeys keys = new BrokerKeys(directory, directory);

  @BeforeEach
  void makeKeys() {
    keys = BrokerKeys.make(directory);
  }

  @Test
  void shouldCarryTheWholePathAndKeepItsSecrets() throws IOException {
    Path file =
        Files.writeString(directory.resolve("stores.csv"), "Store Number,Country\n1,US\n2,DE\n");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level level = root.getLevel();
    log.start();
    List<Appender<ILoggingEvent>> others = new ArrayList<>();
    root.iteratorForAppenders().forEachRemaining(others::add);
    others.forEach(root::detachAppender); // they would print tens of thousands of lines
    root.addAppender(log);
    root.setLevel(Level.DEBUG);
    EmbeddedDynamoDb dynamoDb = SharedBackends.dynamoDb();
    try (EmbeddedKafka kafka = startKafka();
        WholePath path =
            new WholePath(
                options(kafka, PASSWORD), dynamoDb.endpoint(), directory.resolve("state"))) {
      path.load(file, Instant.now());

      assertThat(path.stores().keySet()).containsExactly("1", "2");
    } finally {
      root.setLevel(level);
      root.detachAppender(log);
      others.forEach(root::addAppender);
    }
    assertThat(log.list).hasSizeGreaterThan(1000);
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .noneMatch(line -> line.contains(PASSWORD) || line.contains(BrokerKeys.STORE_PASSWORD));
  }

  @Test
  void shouldSayThatThePasswordIsWrongAndNotWhatItWas() {
    String wrong = "something-else-b1f2";
    EmbeddedDynamoDb dynamoDb = SharedBackends.dynamoDb();
    try (EmbeddedKafka kafka = startKafka()) {
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
        new SecuredListener(
            keys.keystore(), BrokerKeys.STORE_PASSWORD, Map.of(USER, PASSWORD), null));
  }

  private KafkaOptions options(EmbeddedKafka kafka, String password) {
    return CommandLine.populateCommand(
        new KafkaOptions(),
        "--bootstrap-servers",
        kafka.securedBootstrapServers(),
        "--kafka-config",
        keys.clientProperties(USER, password).toString());
  }
}

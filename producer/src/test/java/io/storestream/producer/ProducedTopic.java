package io.storestream.producer;

import io.storestream.fixtures.CommandRun;
import io.storestream.kafka.KafkaOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.TestInfo;

/** A topic of one partition for one test, and runs of {@code produce} that publish to it. */
final class ProducedTopic {

  /** The {@code --as-of} of all runs. */
  static final String AS_OF = "2017-02-01T00:00:00Z";

  /** The broker of all tests that use this class. */
  static final TestBroker BROKER = new TestBroker();

  private final String name;

  /** Creates a topic named after the test. */
  ProducedTopic(TestInfo test) {
    name =
        "%s.%s"
            .formatted(
                test.getTestClass().orElseThrow().getSimpleName(),
                test.getTestMethod().orElseThrow().getName());
    BROKER.createTopic(name, 1);
  }

  String name() {
    return name;
  }

  static KafkaOptions kafka() {
    return BROKER.options();
  }

  /** Runs the command with files and with options that override those of this class. */
  CommandRun produce(Object... arguments) {
    return produceInput(new byte[0], arguments);
  }

  CommandRun produceInput(byte[] input, Object... arguments) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("--bootstrap-servers", BROKER.bootstrapServers());
    options.put("--topic", name);
    options.put("--as-of", AS_OF);
    List<String> all = new ArrayList<>();
    for (Object argument : arguments) {
      String text = argument.toString();
      options.remove(text.split("=", 2)[0]);
      all.add(text);
    }
    options.forEach((option, value) -> all.add(option + "=" + value));
    return CommandRun.withInput(new ProduceCommand(), input, all.toArray(String[]::new));
  }

  /** Returns the values of all records in their order. */
  List<String> events() {
    return BROKER.valuesOf(name);
  }

  /** Returns the keys of all records in their order. */
  List<String> keys() {
    return BROKER.recordsOf(name).stream().map(ConsumerRecord::key).map(TestBroker::text).toList();
  }

  /** Returns the event of a store with these JSON fields. */
  static String upsert(String storeNumber, String fields) {
    return "{\"type\":\"UPSERT\",\"storeNumber\":\"%s\",\"updatedAt\":\"%s\",\"store\":{%s}}"
        .formatted(storeNumber, AS_OF, fields);
  }

  static String delete(String storeNumber) {
    return "{\"type\":\"DELETE\",\"storeNumber\":\"%s\",\"updatedAt\":\"%s\"}"
        .formatted(storeNumber, AS_OF);
  }

  /** Returns the first figures of a summary. */
  static String figures(int read, int rejected, int superseded, int published) {
    return """
        rows read: %d
        rows rejected: %d
        rows superseded: %d
        events published: %d
        rows passed over: 0
        coordinates dropped: 0
        store numbers in two countries: 0
        """
        .formatted(read, rejected, superseded, published);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

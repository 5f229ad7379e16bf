package io.storestream.testing.rebuild;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.storestream.kafka.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Repeatedly changes all stores on a separate thread. The name of each store contains its
 * generation, and some stores move between two cities. A generation is published only when the
 * previous one has arrived in all counted tables. A reader therefore knows the permitted answers:
 * the generation that had arrived before it asked, or a newer one.
 */
final class Generations {

  static final int STORES = 50;

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Pattern NAME = Pattern.compile("generation ([0-9]+)");

  private final DynamoDbAsyncClient dynamoDb;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Thread thread = new Thread(this::run, "generations");
  private volatile List<String> tables;
  private volatile int published;
  private volatile int arrived;
  private volatile boolean stopped;

  Generations(String bootstrapServers, DynamoDbAsyncClient dynamoDb, List<String> tables) {
    this.dynamoDb = dynamoDb;
    this.tables = tables;
    this.producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  void start() {
    thread.start();
  }

  /** Sets the tables in which a generation has to arrive from now on. */
  void countIn(String... names) {
    tables = List.of(names);
  }

  /** Returns the newest generation of which any event was published. */
  int published() {
    return published;
  }

  /** Returns the newest generation that has arrived in all counted tables. */
  int arrived() {
    return arrived;
  }

  /** Waits until this many more generations have been published and have arrived. */
  void awaitMore(int generations) {
    int enough = published + generations;
    Awaitility.await().atMost(TIMEOUT).until(() -> arrived >= enough || !thread.isAlive());
    if (arrived < enough) {
      throw new AssertionError("generation %d has not arrived".formatted(published));
    }
  }

  /** Stops after the generation in flight. */
  void stop() throws InterruptedException {
    stopped = true;
    thread.join();
    producer.close();
  }

  static String storeNumber(int index) {
    return "store-" + index;
  }

  /** Returns the generation in a text that contains a store's name. */
  static int of(String text) {
    Matcher name = NAME.matcher(text);
    if (!name.find()) {
      throw new AssertionError("no generation in " + text);
    }
    return Integer.parseInt(name.group(1));
  }

  private void run() {
    for (int generation = 1; !stopped; generation++) {
      published = generation;
      publish(generation);
      Awaitility.await()
          .atMost(TIMEOUT)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> tables.stream().allMatch(this::hasArrived));
      arrived = generation;
    }
  }

  private void publish(int generation) {
    Instant updatedAt = Instant.EPOCH.plusSeconds(generation);
    IntStream.range(0, STORES)
        .mapToObj(
            index ->
                event(
                    storeNumber(index),
                    updatedAt,
                    "generation " + generation,
                    (index + generation) % 3 == 0 ? "Lincoln" : "Omaha"))
        .forEach(this::send);
    producer.flush();
  }

  private void send(String event) {
    Future<RecordMetadata> unused =
        producer.send(new ProducerRecord<>(Topics.STORE_CHANGES, event.getBytes(UTF_8)));
  }

  private static String event(String storeNumber, Instant updatedAt, String name, String city) {
    return ("{\"type\":\"UPSERT\",\"storeNumber\":\"%s\",\"updatedAt\":\"%s\",\"store\":"
            + "{\"storeName\":\"%s\",\"country\":\"US\",\"state\":\"NE\",\"city\":\"%s\"}}")
        .formatted(storeNumber, updatedAt, name, city);
  }

  private boolean hasArrived(String table) {
    List<Map<String, AttributeValue>> items =
        dynamoDb.scan(request -> request.tableName(table).consistentRead(true)).join().items();
    return items.size() == STORES
        && items.stream()
            .allMatch(item -> of(Objects.requireNonNull(item.get("StoreName")).s()) >= published);
  }
}

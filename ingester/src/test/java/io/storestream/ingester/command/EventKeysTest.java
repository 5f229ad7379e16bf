package io.storestream.ingester.command;

import static io.storestream.ingester.command.IngestInputs.settings;
import static io.storestream.ingester.command.IngestStack.PARTITIONS;
import static io.storestream.ingester.command.IngestStack.awaitCaughtUp;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.dynamodb.item.CountItems;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.TopicReader;
import io.storestream.kafka.Topics;
import io.storestream.kafka.record.CountRecords;
import io.storestream.kafka.record.InvalidRecordException;
import io.storestream.kafka.record.StoreRecords;
import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import io.storestream.model.event.StoreChange;
import io.storestream.model.event.StoreChangeCodec;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What decides in which partition an event is, and so whether it is resolved in place, does not
 * decide what becomes of it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventKeysTest {

  private static final String APP = "keys";
  private static final int STORES = 40;
  private static final int EVENTS = 800;
  private static final Instant FIRST = Instant.parse("2017-02-01T00:00:00Z");

  /** What the key of an event is. */
  private enum Key {
    STORE_NUMBER,
    /** The producer chooses any partition, so the events of a store are in all of them. */
    NONE,
    /** One for each event, as an event's ID. */
    EVENT,
    /** One for many stores, as a country. */
    GROUP
  }

  /** Which events are resolved in place. */
  private enum InPlace {
    ALL,
    SOME,
    NONE
  }

  private final IngestStack stack = new IngestStack();

  @TempDir private Path stateDir = Path.of("");

  @AfterEach
  void clear() {
    stack.clear();
  }

  @AfterAll
  void close() {
    stack.close();
  }

  @ParameterizedTest
  @CsvSource({
    "STORE_NUMBER, 2, ALL",
    "NONE, 2, SOME",
    "EVENT, 2, SOME",
    "GROUP, 2, SOME",
    "STORE_NUMBER, 3, NONE",
    "NONE, 1, NONE",
  })
  void shouldEndWithTheNewestOfEachStore(Key key, int topicPartitions, InPlace inPlace)
      throws Exception {
    // given
    stack.admin().createTopics(Map.of(APP, topicPartitions), Map.of());
    Map<String, StoreChange> newest = new TreeMap<>();
    List<StoreChange> changes = changes(newest);

    // when
    try (Ingester ingester = stack.start(settings(APP, stateDir))) {
      send(changes, key);
      awaitCaughtUp(ingester);
      assertThat(ingester.figures().deadLetters()).isZero();
    }

    // then
    assertThat(inPlace()).isEqualTo(inPlace);
    assertNewest(newest);
  }

  /** Else an event could overtake one of the same store that is still in the repartition topic. */
  @Test
  void shouldNotResolveInPlaceAfterAStartThatDidNot() throws Exception {
    // given
    stack.admin().createTopics(Map.of(APP, 1), Map.of());
    Map<String, StoreChange> newest = new TreeMap<>();
    List<StoreChange> changes = changes(newest);
    try (Ingester ingester = stack.start(settings(APP, stateDir))) {
      send(changes.subList(0, EVENTS / 2), Key.NONE);
      awaitCaughtUp(ingester);
    }
    long repartitioned = repartitioned();

    // when
    stack.growTopic(APP, PARTITIONS);
    try (Ingester ingester = stack.start(settings(APP, stateDir))) {
      send(changes.subList(EVENTS / 2, EVENTS), Key.STORE_NUMBER);
      awaitCaughtUp(ingester);
    }

    // then
    assertThat(repartitioned()).isGreaterThanOrEqualTo(repartitioned + EVENTS / 2);
    assertNewest(newest);
  }

  private void assertNewest(Map<String, StoreChange> newest) throws InvalidRecordException {
    assertThat(stack.admin().startOffsets(Topics.STORES)).hasSize(PARTITIONS);
    Map<String, VersionedStore> inTable = storesInTable();
    assertThat(inTable).isEqualTo(storesInTopic());
    Map<String, String> contents = new TreeMap<>();
    inTable.forEach((number, state) -> contents.put(number, text(state)));
    Map<String, String> expected = new TreeMap<>();
    Map<Location, Long> counts = new HashMap<>();
    newest.forEach((number, change) -> expected.put(number, text(change)));
    newest.values().forEach(change -> count(change, counts));
    assertThat(contents).isEqualTo(expected);
    assertThat(countsInTable()).isEqualTo(counts);
    assertThat(countsInTopic()).isEqualTo(counts);
  }

  /**
   * Returns changes in any order, each with a time and a content that no other has.
   *
   * @param newest receives the newest one of each store
   */
  private static List<StoreChange> changes(Map<String, StoreChange> newest) throws Exception {
    Random random = new Random(17);
    List<StoreChange> changes = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      String storeNumber = Integer.toString(random.nextInt(STORES));
      String head =
          "\"storeNumber\":\"%s\",\"updatedAt\":\"%s\""
              .formatted(storeNumber, FIRST.plusSeconds(i));
      String event =
          random.nextInt(4) == 0
              ? "{\"type\":\"DELETE\",%s}".formatted(head)
              : "{\"type\":\"UPSERT\",%s,\"store\":{\"storeName\":\"%d\",\"country\":\"C%d\",\"city\":\"%d\"}}"
                  .formatted(head, i, random.nextInt(2), random.nextInt(3));
      StoreChange change = StoreChangeCodec.decode(null, event.getBytes(UTF_8), 0);
      changes.add(change);
      newest.put(storeNumber, change);
    }
    Collections.shuffle(changes, random);
    return changes;
  }

  private void send(List<StoreChange> changes, Key key) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            stack.kafkaOptions().clientConfig(),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      int partitions = stack.admin().startOffsets(APP).size();
      for (int i = 0; i < changes.size(); i++) {
        StoreChange change = changes.get(i);
        byte[] value = StoreChangeCodec.encode(change);
        sent.add(
            producer.send(
                switch (key) {
                  case STORE_NUMBER ->
                      new ProducerRecord<>(APP, change.storeNumber().getBytes(UTF_8), value);
                  case NONE -> new ProducerRecord<>(APP, i % partitions, null, value);
                  case EVENT ->
                      new ProducerRecord<>(APP, Integer.toString(i).getBytes(UTF_8), value);
                  case GROUP ->
                      new ProducerRecord<>(
                          APP, ("group " + change.storeNumber().length()).getBytes(UTF_8), value);
                }));
      }
      for (Future<RecordMetadata> record : sent) {
        record.get(); // fails if Kafka did not take it
      }
    }
  }

  /** Returns how many records the repartition topic has had, with the ends of transactions. */
  private long repartitioned() {
    return stack.admin().endOffsets(InternalTopics.repartitionTopicOf(APP)).values().stream()
        .mapToLong(it -> it)
        .sum();
  }

  private InPlace inPlace() {
    long repartitioned = repartitioned();
    if (repartitioned == 0) {
      return InPlace.ALL;
    }
    return repartitioned < EVENTS ? InPlace.SOME : InPlace.NONE;
  }

  private static void count(StoreChange change, Map<Location, Long> counts) {
    if (change instanceof StoreChange.Upsert upsert) {
      Location.of(upsert.store()).lineage().forEach(it -> counts.merge(it, 1L, Long::sum));
    }
  }

  private Map<String, VersionedStore> storesInTable() {
    Map<String, VersionedStore> stores = new TreeMap<>();
    stack
        .reader()
        .scanPaginator(request -> request.tableName(APP).consistentRead(true))
        .items()
        .subscribe(item -> stores.put(StoreItems.storeNumberOf(item), StoreItems.fromItem(item)))
        .join();
    return stores;
  }

  private Map<String, VersionedStore> storesInTopic() throws InvalidRecordException {
    Map<String, VersionedStore> stores = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records(Topics.STORES)) {
      stores.put(StoreRecords.storeNumberOf(record), StoreRecords.decode(record).state());
    }
    return stores;
  }

  private Map<Location, Long> countsInTable() {
    Map<Location, Long> counts = new HashMap<>();
    stack
        .reader()
        .scanPaginator(request -> request.tableName(CountsTable.nameFor(APP)).consistentRead(true))
        .items()
        .subscribe(item -> add(CountItems.fromItem(item), counts))
        .join();
    return counts;
  }

  private Map<Location, Long> countsInTopic() throws InvalidRecordException {
    Map<Location, Long> counts = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records(Topics.LOCATION_COUNTS)) {
      add(CountRecords.decode(record), counts);
    }
    return counts;
  }

  private static void add(LocationCount count, Map<Location, Long> counts) {
    if (count.count() == 0) {
      counts.remove(count.location());
    } else {
      counts.put(count.location(), count.count());
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (TopicReader reader = TopicReader.open(stack.kafkaOptions())) {
      reader.seek(stack.admin().startOffsets(topic));
      reader.readTo(stack.admin().endOffsets(topic), records::add);
    }
    return records;
  }

  /** A deletion that is already known is no new version, so it is left out. */
  private static String text(VersionedStore state) {
    return state.store() == null ? "deleted" : state.version() + " " + state.store();
  }

  private static String text(StoreChange change) {
    return change instanceof StoreChange.Upsert upsert
        ? Version.firstAt(change.updatedAt()) + " " + upsert.store()
        : "deleted";
  }
}

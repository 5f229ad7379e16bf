package io.storestream.testing.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.TopicReader;
import io.storestream.kafka.Topics;
import io.storestream.model.StoreField;
import io.storestream.model.event.InvalidEventException;
import io.storestream.model.event.StoreChangeCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the records of every topic against the published document. */
class PublishedTopicsTest {

  private static final PublishedTopics PUBLISHED = new PublishedTopics();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant TIME = Instant.parse("2017-02-01T00:00:00Z");
  private static final String UNUSABLE = "no event";

  @Test
  void shouldDescribeEveryRecordOfEveryTopic(@TempDir Path directory) throws IOException {
    // given
    Path file =
        Files.writeString(
            directory.resolve("stores.csv"),
            """
            Store Number,Store Name,Country,State/Province,City,Longitude,Latitude
            1,Main St,US,NE,Omaha,-96.13,41.24
            2,Center Rd.,US,NE,Omaha,,
            3,,FR,,Paris,2.35,48.85
            """);
    try (EmbeddedBackends backends = EmbeddedBackends.start()) {
      // when
      try (WholePath path = new WholePath(backends, directory.resolve("state"))) {
        path.load(file, TIME);
        path.publish(upstream());
        path.awaitCaughtUp();
      }
      // The next one uses up what the one before has left.
      new WholePath(backends, directory.resolve("state")).close();

      // then
      Set<String> topics = new TreeSet<>();
      Set<String> messages = new TreeSet<>();
      List<String> unknown = new ArrayList<>();
      KafkaOptions kafka = KafkaOptions.of(backends.bootstrapServers());
      try (KafkaAdmin admin = KafkaAdmin.connect(kafka)) {
        for (String topic : admin.get(admin.client().listTopics().names())) {
          topics.add(topic);
          for (var record : records(admin, kafka, topic)) {
            String channel = PUBLISHED.channels().getOrDefault(topic, "");
            Set<String> found = PUBLISHED.messagesOf(channel, record);
            messages.addAll(found);
            if (found.isEmpty()) {
              unknown.add(topic + ": " + text(record.value()));
            }
          }
        }
      }
      assertThat(topics).isEqualTo(PUBLISHED.channels().keySet());
      assertThat(unknown).containsExactly(Topics.STORE_CHANGES + ": " + UNUSABLE);
      assertThat(messages)
          .containsExactlyInAnyOrderElementsOf(
              names(PUBLISHED.document().at("/components/messages")));
    }
  }

  /** Returns records of each format, and one of none. */
  private static List<ProducerRecord<byte[], byte[]>> upstream() {
    RecordHeaders cloudEvent = new RecordHeaders();
    Map.of(
            "ce_specversion", "1.0",
            "ce_id", "1",
            "ce_source", "/directory",
            "ce_type", "com.example.store.updated",
            "ce_subject", "4",
            "ce_time", TIME.toString(),
            "content-type", "application/json")
        .forEach((name, value) -> cloudEvent.add(name, value.getBytes(UTF_8)));
    RecordHeaders structured = new RecordHeaders();
    structured.add("content-type", "application/cloudevents+json".getBytes(UTF_8));
    return List.of(
        record("1", null, new RecordHeaders()),
        record("x", "{\"storeName\":\"Main St\",\"country\":\"US\"}", cloudEvent),
        record(
            null,
            "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/directory\","
                + "\"type\":\"com.example.store.deleted\",\"subject\":\"2\","
                + "\"time\":\"2017-03-01T00:00:00Z\"}",
            structured),
        record(
            null,
            "{\"op\":\"c\",\"before\":null,\"after\":{\"store_number\":\"5\",\"country\":\"US\"},"
                + "\"source\":{\"connector\":\"postgresql\",\"name\":\"shops\",\"db\":\"shops\","
                + "\"schema\":\"public\",\"table\":\"store\",\"ts_ms\":1485907200000,\"lsn\":1}}",
            new RecordHeaders()),
        record("x", UNUSABLE, new RecordHeaders()));
  }

  private static ProducerRecord<byte[], byte[]> record(
      @Nullable String key, @Nullable String value, RecordHeaders headers) {
    return new ProducerRecord<>(
        Topics.STORE_CHANGES,
        null,
        key == null ? null : key.getBytes(UTF_8),
        value == null ? null : value.getBytes(UTF_8),
        headers);
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(
      KafkaAdmin admin, KafkaOptions kafka, String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (TopicReader reader = TopicReader.open(kafka)) {
      reader.seek(admin.startOffsets(topic));
      reader.readTo(admin.endOffsets(topic), records::add);
    }
    return records;
  }

  @Test
  void shouldHaveAllFieldsOfAStore() {
    List<String> fields = Stream.of(StoreField.values()).map(StoreField::jsonName).toList();
    JsonNode store = PUBLISHED.document().at("/components/schemas/store/properties");

    assertThat(names(PUBLISHED.event().at("/properties/store/properties"))).isEqualTo(fields);
    assertThat(names(store))
        .isEqualTo(Stream.concat(Stream.of("storeNumber"), fields.stream()).toList());
    for (StoreField field : StoreField.values()) {
      assertThat(store.path(field.jsonName()).path("type").asText())
          .isEqualTo(field.isNumber() ? "number" : "string");
    }
  }

  @Test
  void shouldReferToWhatIsThere() {
    JsonNode document = PUBLISHED.document();
    for (JsonNode reference : document.findValues("$ref")) {
      if (reference.asText().startsWith("#")) {
        assertThat(document.at(reference.asText().substring(1)).isMissingNode())
            .as(reference.asText())
            .isFalse();
      }
    }
    List<String> used =
        document.path("channels").findParents("$ref").stream()
            .map(it -> it.path("$ref").asText())
            .toList();
    for (String message : names(document.at("/components/messages"))) {
      assertThat(used).contains("#/components/messages/" + message);
    }
  }

  @Test
  void shouldGiveExamplesThatAreEvents() throws IOException, InvalidEventException {
    for (JsonNode example : PUBLISHED.event().path("examples")) {
      assertThat(PUBLISHED.isEvent(example)).isTrue();
      byte[] written =
          StoreChangeCodec.encode(
              StoreChangeCodec.decode(JSON.writeValueAsBytes(example), Instant.EPOCH));
      assertThat(JSON.readTree(written)).isEqualTo(example);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"type\":\"CLOSE\",\"storeNumber\":\"1\"}",
        "{\"type\":\"DELETE\",\"storeNumber\":\" \"}",
        "{\"type\":\"DELETE\",\"storeNumber\":1}",
        "{\"type\":\"DELETE\",\"storeNumber\":\"1\",\"updatedAt\":true}",
        "{\"type\":\"DELETE\",\"storeNumber\":\"1\",\"store\":{\"country\":\"US\"}}",
        "{\"type\":\"UPSERT\",\"storeNumber\":\"1\"}",
        "{\"type\":\"UPSERT\",\"storeNumber\":\"1\",\"store\":null}",
        "{\"type\":\"UPSERT\",\"storeNumber\":\"1\",\"store\":{}}",
        "{\"type\":\"UPSERT\",\"storeNumber\":\"1\",\"store\":{\"country\":\"\"}}",
        "{\"type\":\"UPSERT\",\"storeNumber\":\"1\",\"store\":{\"country\":\"US\",\"city\":5}}",
      })
  void shouldRefuseWhatIngestRefuses(String json) throws IOException {
    assertThat(PUBLISHED.isEvent(JSON.readTree(json))).isFalse();
    assertThatExceptionOfType(InvalidEventException.class)
        .isThrownBy(() -> StoreChangeCodec.decode(json.getBytes(UTF_8), Instant.EPOCH));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"DELETE\",\"storeNumber\":\"1\",\"store\":null,\"updatedAt\":null}",
        "{\"type\":\"UPSERT\",\"storeNumber\":\"1\",\"store\":{\"country\":\"US\",\"city\":null,"
            + "\"latitude\":\"41.24\",\"longitude\":-96.13}}",
      })
  void shouldTakeWhatIngestTakes(String json) throws IOException, InvalidEventException {
    assertThat(PUBLISHED.isEvent(JSON.readTree(json))).isTrue();
    assertThat(StoreChangeCodec.decode(json.getBytes(UTF_8), Instant.EPOCH)).isNotNull();
  }

  private static List<String> names(JsonNode object) {
    return StreamSupport.stream(((Iterable<String>) object::fieldNames).spliterator(), false)
        .toList();
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "null" : new String(bytes, UTF_8);
  }
}

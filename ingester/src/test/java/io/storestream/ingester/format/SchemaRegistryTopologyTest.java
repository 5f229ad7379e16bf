package io.storestream.ingester.format;

import static io.storestream.fixtures.FakeSchemaRegistry.frame;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.fixtures.FakeSchemaRegistry;
import io.storestream.formats.record.registry.RegistryAccess;
import io.storestream.ingester.topology.DrivenTopology;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same change behind the IDs of schemas, in the production topology. Stores 1 and 2 are in
 * different partitions.
 */
class SchemaRegistryTopologyTest {

  private static final Instant NOW = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant LATE = NOW.minusSeconds(1);

  private static final int JSON = 1;
  private static final int EVENT = 2;
  private static final int CHANGE = 3;

  private static final String EVENT_SCHEMA =
      """
      {"type":"record","name":"Event","fields":[
       {"name":"store","type":{"type":"record","name":"Store","fields":[
        {"name":"country","type":"string"},{"name":"storeName","type":"string"}]}},
       {"name":"updatedAt","type":{"type":"long","logicalType":"timestamp-millis"}},
       {"name":"storeNumber","type":"string"},
       {"name":"type","type":{"type":"enum","name":"Type","symbols":["UPSERT","DELETE"]}}]}
      """;

  private static final String CHANGE_SCHEMA =
      """
      {"type":"record","name":"Envelope","fields":[
       {"name":"after","type":{"type":"record","name":"Value","fields":[
        {"name":"store_number","type":"string"},
        {"name":"store_name","type":"string"},
        {"name":"country","type":"string"}]}},
       {"name":"source","type":{"type":"record","name":"Source","fields":[
        {"name":"connector","type":"string"},
        {"name":"name","type":"string"},
        {"name":"ts_ms","type":"long"},
        {"name":"lsn","type":"long"}]}},
       {"name":"op","type":"string"}]}
      """;

  private final FakeSchemaRegistry registry = FakeSchemaRegistry.start();

  @TempDir private Path stateDir = Path.of("");

  @AfterEach
  void stop() {
    registry.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void shouldWriteAChangeOnceHoweverItIsSent(int first) {
    registry.add(JSON, "JSON", "{}");
    registry.add(EVENT, null, EVENT_SCHEMA);
    registry.add(CHANGE, null, CHANGE_SCHEMA);
    try (DrivenTopology topology =
        new DrivenTopology(stateDir, NOW, it -> it.registry(RegistryAccess.open(registry.url())))) {
      for (String store : List.of("1", "2")) {
        // given
        topology.changes().pipeInput(records(store, NOW).toList().get(first));

        // when
        records(store, NOW).forEach(topology.changes()::pipeInput);
        records(store, LATE).forEach(topology.changes()::pipeInput);
      }

      // then
      assertThat(fates(topology))
          .isEqualTo(Map.of("accepted", 2L, "duplicate", 8L, "stale", 8L, "dead-lettered", 0L));
    }
  }

  /** Returns a change in each form, the first of them without a schema. */
  private static Stream<TestRecord<byte[], byte[]>> records(String store, Instant time) {
    byte[] event =
        ("{\"type\":\"UPSERT\",\"storeNumber\":\"%s\",\"updatedAt\":\"%s\","
                + "\"store\":{\"country\":\"US\",\"storeName\":\"Main St\"}}")
            .formatted(store, time)
            .getBytes(UTF_8);
    String avroEvent =
        "{\"store\":{\"country\":\"US\",\"storeName\":\"Main St\"},\"updatedAt\":%d,\"storeNumber\":\"%s\",\"type\":\"UPSERT\"}"
            .formatted(time.toEpochMilli(), store);
    String avroChange =
        ("{\"after\":{\"store_number\":\"%s\",\"store_name\":\"Main St\",\"country\":\"US\"},"
                + "\"source\":{\"connector\":\"postgresql\",\"name\":\"a\",\"ts_ms\":%d,\"lsn\":1},\"op\":\"u\"}")
            .formatted(store, time.toEpochMilli());
    return Stream.of(
            event,
            frame(JSON, event),
            frame(EVENT, avro(EVENT_SCHEMA, avroEvent)),
            frame(CHANGE, avro(CHANGE_SCHEMA, avroChange)))
        .map(value -> new TestRecord<>("key".getBytes(UTF_8), value, NOW));
  }

  private static byte[] avro(String schemaJson, String json) {
    Schema schema = new Schema.Parser().parse(schemaJson);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      Object datum =
          new GenericDatumReader<>(schema)
              .read(null, DecoderFactory.get().jsonDecoder(schema, json));
      new GenericDatumWriter<>(schema).write(datum, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static Map<String, Long> fates(DrivenTopology topology) {
    return topology.registry().get("storestream.events").counters().stream()
        .collect(Collectors.toMap(it -> it.getId().getTag("fate"), it -> Math.round(it.count())));
  }
}

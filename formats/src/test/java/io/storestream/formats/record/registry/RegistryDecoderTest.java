package io.storestream.formats.record.registry;

import static io.storestream.fixtures.FakeSchemaRegistry.frame;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storestream.fixtures.FakeSchemaRegistry;
import io.storestream.formats.StoreMapping;
import io.storestream.formats.record.ChangeDecoder;
import io.storestream.formats.record.ChangeDecoders;
import io.storestream.formats.record.ChangeFormat;
import io.storestream.formats.record.Decoded;
import io.storestream.formats.record.SourceRecord;
import io.storestream.model.StoreField;
import io.storestream.model.event.InvalidEventException;
import io.storestream.model.event.StoreChangeCodec;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistryDecoderTest {

  private static final Instant TIME = Instant.parse("2017-02-01T00:00:00Z");

  private static final String EVENT =
      "{\"type\":\"UPSERT\",\"storeNumber\":\"1\",\"updatedAt\":\"2017-02-01T00:00:00Z\",\"store\":{\"city\":\"Omaha\",\"country\":\"US\"}}";

  private static final String STORE_SCHEMA =
      """
      {"type":"record","name":"Store","namespace":"example","fields":[
       {"name":"country","type":"string"},{"name":"city","type":["null","string"]}]}
      """;

  private static final String EVENT_FIELDS =
      """
      {"type":"record","name":"Event","namespace":"example","fields":[
       {"name":"type","type":{"type":"enum","name":"Type","symbols":["UPSERT","DELETE"]}},
       {"name":"storeNumber","type":"string"},
       {"name":"updatedAt","type":{"type":"long","logicalType":"timestamp-millis"}},
       {"name":"store","type":["null",%s]}]}
      """;

  private final FakeSchemaRegistry server = FakeSchemaRegistry.start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void shouldDecodeJsonBehindASchema() throws InvalidEventException {
    server.add(7, "JSON", "{}");

    assertThat(decode(null, frame(7, EVENT.getBytes(UTF_8)))).isEqualTo(EVENT);
  }

  @Test
  void shouldDecodeAvroBehindASchema() throws InvalidEventException {
    server.add(7, null, EVENT_FIELDS.formatted(STORE_SCHEMA));

    assertThat(decode(null, frame(7, avroEvent()))).isEqualTo(EVENT);
  }

  @Test
  void shouldDecodeAvroWhoseTypesAreInOtherSubjects() throws InvalidEventException {
    String country =
        "{\"type\":\"enum\",\"name\":\"Country\",\"namespace\":\"example\",\"symbols\":[\"US\"]}";
    String store =
        STORE_SCHEMA.replace(
            "\"name\":\"country\",\"type\":\"string\"",
            "\"name\":\"country\",\"type\":\"example.Country\"");
    server.addVersion("example country", 3, country);
    server.addVersion(
        "example.Store",
        2,
        store,
        new FakeSchemaRegistry.Reference("example.Country", "example country", 3));
    server.add(
        7,
        "AVRO",
        EVENT_FIELDS.formatted("\"example.Store\""),
        new FakeSchemaRegistry.Reference("example.Store", "example.Store", 2));
    Schema.Parser parser = new Schema.Parser();
    parser.parse(country);
    parser.parse(store);
    Schema schema = parser.parse(EVENT_FIELDS.formatted("\"example.Store\""));
    Schema storeSchema = schema.getField("store").schema().getTypes().get(1);
    Object symbol = new GenericData.EnumSymbol(storeSchema.getField("country").schema(), "US");

    assertThat(decode(null, frame(7, AvroBytes.of(schema, event(schema, symbol)))))
        .isEqualTo(EVENT);
    assertThat(server.requests())
        .containsExactly(
            "/schemas/ids/7",
            "/subjects/example.Store/versions/2",
            "/subjects/example country/versions/3");
  }

  @Test
  void shouldDecodeARowByTheMapping() throws InvalidEventException {
    String fields =
        """
        {"type":"record","name":"Row","fields":[
         {"name":"store_id","type":"int"},
         {"name":"country_code","type":"string"},
         {"name":"latitude","type":{"type":"bytes","logicalType":"decimal","precision":8,"scale":6}},
         {"name":"changed","type":["null",{"type":"long","logicalType":"timestamp-micros"}]}]}
        """;
    server.add(7, null, fields);
    Schema schema = new Schema.Parser().parse(fields);
    GenericRecordBuilder row =
        new GenericRecordBuilder(schema)
            .set("store_id", 1)
            .set("country_code", "US")
            .set("latitude", ByteBuffer.wrap(new BigInteger("41241000").toByteArray()))
            .set("changed", 1_485_907_200_000_001L);
    StoreMapping mapping =
        new StoreMapping(
            List.of(StoreMapping.Column.required("store_id")),
            Map.of(
                StoreField.COUNTRY, List.of(StoreMapping.Column.required("country_code")),
                StoreField.LATITUDE, List.of(StoreMapping.Column.required("latitude"))),
            List.of(StoreMapping.Column.required("changed")));
    ChangeDecoder decoder = decoder(mapping);

    assertThat(decode(decoder, null, frame(7, AvroBytes.of(schema, row.build()))))
        .isEqualTo(
            "{\"type\":\"UPSERT\",\"storeNumber\":\"1\",\"updatedAt\":\"2017-02-01T00:00:00.000001Z\","
                + "\"store\":{\"country\":\"US\",\"latitude\":41.241000}}");
    assertThat(
            decode(decoder, null, frame(7, AvroBytes.of(schema, row.set("changed", null).build()))))
        .contains("\"updatedAt\":\"2017-02-01T00:00:00Z\"");
  }

  @Test
  void shouldRefuseARowWithoutTheColumnsOfTheMapping() {
    server.add(7, "JSON", "{}");

    assertThatThrownBy(() -> decode(null, frame(7, "{\"id\":1}".getBytes(UTF_8))))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageStartingWith("the row has no column Store Number");
  }

  @Test
  void shouldDeleteTheStoreOfAKeyBehindASchema() throws InvalidEventException {
    server.add(7, null, "\"string\"");
    byte[] key = frame(7, AvroBytes.of(new Schema.Parser().parse("\"string\""), "2651-53179"));

    assertThat(decode(key, null))
        .isEqualTo(
            "{\"type\":\"DELETE\",\"storeNumber\":\"2651-53179\",\"updatedAt\":\"2017-02-01T00:00:00Z\"}");
  }

  @Test
  void shouldLeaveAKeyThatOnlyLooksFramed() throws InvalidEventException {
    server.add(7, "JSON", "{}");
    byte[] number = ByteBuffer.allocate(Long.BYTES).putLong(0x9E_0000_0000L).array();

    assertThat(decode(number, frame(7, EVENT.getBytes(UTF_8)))).isEqualTo(EVENT);
  }

  @Test
  void shouldLetAllElseThrough() throws InvalidEventException {
    assertThat(decode("1".getBytes(UTF_8), EVENT.getBytes(UTF_8))).isEqualTo(EVENT);
    assertThat(server.requests()).isEmpty();
  }

  /** Whatever happens to the data behind the ID: a change, or a reason. */
  @Test
  void shouldTakeAnyMutation() {
    server.add(7, null, EVENT_FIELDS.formatted(STORE_SCHEMA));
    ChangeDecoder decoder = decoder(StoreMapping.STANDARD);
    byte[] value = frame(7, avroEvent());
    Random random = new Random(20);
    int refused = 0;
    for (int i = 0; i < 10_000; i++) {
      byte[] mutated = Arrays.copyOf(value, value.length - random.nextInt(2));
      for (int n = random.nextInt(3); n >= 0; n--) {
        mutated[random.nextInt(Framed.DATA_INDEX, mutated.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(decode(decoder, null, mutated)).contains("updatedAt");
      } catch (InvalidEventException e) {
        assertThat(e.getMessage()).isNotBlank();
        refused++;
      }
    }
    assertThat(refused).isBetween(1_000, 9_999);
  }

  private @Nullable String decode(byte @Nullable [] key, byte @Nullable [] value)
      throws InvalidEventException {
    return decode(decoder(StoreMapping.STANDARD), key, value);
  }

  private ChangeDecoder decoder(StoreMapping mapping) {
    return new RegistryDecoder(
        new SchemaRegistry(RegistryAccess.open(server.url())),
        ChangeDecoders.of(EnumSet.allOf(ChangeFormat.class), mapping, null));
  }

  private static String decode(
      ChangeDecoder decoder, byte @Nullable [] key, byte @Nullable [] value)
      throws InvalidEventException {
    Decoded decoded =
        decoder.decode(new SourceRecord(key, value, name -> null, TIME)).orElseThrow();
    assertThat(decoded).isInstanceOf(Decoded.Change.class);
    return new String(StoreChangeCodec.encode(((Decoded.Change) decoded).change()), UTF_8);
  }

  private static byte[] avroEvent() {
    Schema schema = new Schema.Parser().parse(EVENT_FIELDS.formatted(STORE_SCHEMA));
    return AvroBytes.of(schema, event(schema, "US"));
  }

  private static Object event(Schema schema, Object country) {
    Schema store = schema.getField("store").schema().getTypes().get(1);
    return new GenericRecordBuilder(schema)
        .set("type", new GenericData.EnumSymbol(schema.getField("type").schema(), "UPSERT"))
        .set("storeNumber", "1")
        .set("updatedAt", TIME.toEpochMilli())
        .set(
            "store",
            new GenericRecordBuilder(store).set("country", country).set("city", "Omaha").build())
        .build();
  }
}

package io.storestream.formats.record.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storestream.fixtures.FakeSchemaRegistry;
import io.storestream.model.event.InvalidEventException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvroPayloadTest {

  private static final Schema ROW =
      schema(
          """
          {"type":"record","name":"Row","fields":[
           {"name":"text","type":"string"},
           {"name":"missing","type":["null","string"]},
           {"name":"present","type":["null","string"]},
           {"name":"flag","type":"boolean"},
           {"name":"int","type":"int"},
           {"name":"long","type":"long"},
           {"name":"float","type":"float"},
           {"name":"double","type":"double"},
           {"name":"bytes","type":"bytes"},
           {"name":"fixed","type":{"type":"fixed","name":"Two","size":2}},
           {"name":"symbol","type":{"type":"enum","name":"Op","symbols":["c","u"]}},
           {"name":"list","type":{"type":"array","items":"int"}},
           {"name":"map","type":{"type":"map","values":"int"}}
          ]}
          """);

  private static final Schema LIST =
      schema(
          """
          {"type":"record","name":"Node","fields":[{"name":"next","type":["null","Node"]}]}
          """);

  @Test
  void shouldWriteEveryTypeAsJson() throws InvalidEventException {
    Object row =
        new GenericRecordBuilder(ROW)
            .set("text", "Škofja Loka \"1\"")
            .set("missing", null)
            .set("present", "here")
            .set("flag", true)
            .set("int", -1)
            .set("long", Long.MAX_VALUE)
            .set("float", 0.1f)
            .set("double", -122.419416)
            .set("bytes", ByteBuffer.wrap(new byte[] {1, 2}))
            .set("fixed", new GenericData.Fixed(field(ROW, "fixed"), new byte[] {3, 4}))
            .set("symbol", new GenericData.EnumSymbol(field(ROW, "symbol"), "u"))
            .set("list", List.of(1, 2))
            .set("map", Map.of("a", 1))
            .build();

    assertThat(json(ROW, AvroBytes.of(ROW, row)))
        .isEqualTo(
            "{\"text\":\"Škofja Loka \\\"1\\\"\",\"missing\":null,\"present\":\"here\",\"flag\":true,"
                + "\"int\":-1,\"long\":9223372036854775807,\"float\":0.1,\"double\":-122.419416,"
                + "\"bytes\":\"AQI=\",\"fixed\":\"AwQ=\",\"symbol\":\"u\",\"list\":[1,2],\"map\":{\"a\":1}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          int  | date                    | 17198               | 2017-02-01
          int  | time-millis             | 3600000             | 01:00
          long | time-micros             | 3600000000          | 01:00
          long | timestamp-millis        | 1485907200000       | 2017-02-01T00:00:00Z
          long | timestamp-micros        | 1485907200000001    | 2017-02-01T00:00:00.000001Z
          long | timestamp-nanos         | 1485907200000000001 | 2017-02-01T00:00:00.000000001Z
          long | local-timestamp-millis  | 1485907200000       | 2017-02-01T00:00
          long | local-timestamp-micros  | 1485907200000001    | 2017-02-01T00:00:00.000001
          """)
  void shouldWriteTimesAsPeopleDo(String type, String logicalType, long number, String text)
      throws InvalidEventException {
    Schema schema = schema("{\"type\":\"%s\",\"logicalType\":\"%s\"}".formatted(type, logicalType));
    Object datum = type.equals("int") ? (Object) (int) number : (Object) number;

    assertThat(json(schema, AvroBytes.of(schema, datum))).isEqualTo("\"" + text + "\"");
  }

  /** As the Avro converters of Kafka Connect describe a column of type numeric. */
  @Test
  void shouldWriteDecimalsOfConnectAsText() throws InvalidEventException {
    Schema schema =
        schema(
            """
            ["null",{"type":"bytes","scale":6,"precision":9,"connect.version":1,
              "connect.parameters":{"scale":"6","connect.decimal.precision":"9"},
              "connect.name":"org.apache.kafka.connect.data.Decimal","logicalType":"decimal"}]
            """);
    byte[] unscaled = new BigDecimal("-96.100000").unscaledValue().toByteArray();

    assertThat(json(schema, AvroBytes.of(schema, ByteBuffer.wrap(unscaled))))
        .isEqualTo("\"-96.100000\"");
  }

  @Test
  void shouldRefuseDataThatDoesNotFitToTheSchema() {
    Schema text = schema("\"string\"");
    byte[] data = AvroBytes.of(text, "Omaha");

    assertThatThrownBy(() -> json(text, Arrays.copyOf(data, 3)))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageStartingWith("the data behind schema ID 7 does not fit to its Avro schema: ");
    assertThatThrownBy(() -> json(text, Arrays.copyOf(data, data.length + 1)))
        .isInstanceOf(InvalidEventException.class)
        .hasMessage(
            "the data behind schema ID 7 does not fit to its Avro schema: something follows the data");
  }

  @Test
  void shouldTakeNoMemoryForALengthThatIsDamaged() {
    byte[] length = AvroBytes.of(schema("\"long\""), 2_000_000_000L);
    Schema nulls = schema("{\"type\":\"array\",\"items\":\"null\"}");

    for (Schema schema : List.of(schema("\"string\""), schema("\"bytes\""), nulls)) {
      assertThatThrownBy(() -> json(schema, length)).isInstanceOf(InvalidEventException.class);
    }
  }

  @Test
  void shouldRefuseDataThatIsTooDeep() {
    byte[] deep = new byte[500_000];
    Arrays.fill(deep, (byte) 2); // the second branch of the union: one more

    assertThatThrownBy(() -> json(LIST, deep))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageEndingWith("it is too deep");
  }

  /** Whatever the bytes are: JSON, or a reason. */
  @Test
  void shouldTakeAnyBytes() {
    Random random = new Random(19);
    for (int i = 0; i < 20_000; i++) {
      byte[] data = new byte[random.nextInt(100)];
      random.nextBytes(data);
      try {
        assertThat(json(ROW, data)).startsWith("{").endsWith("}");
      } catch (InvalidEventException e) {
        assertThat(e).hasMessageStartingWith("the data behind schema ID 7 does not fit");
      }
    }
  }

  private static String json(Schema schema, byte[] data) throws InvalidEventException {
    Framed framed = Objects.requireNonNull(Framed.of(FakeSchemaRegistry.frame(7, data)));
    return new String(new AvroPayload(schema).toJson(framed), UTF_8);
  }

  private static Schema schema(String json) {
    return new Schema.Parser().parse(json);
  }

  private static Schema field(Schema schema, String name) {
    return schema.getField(name).schema();
  }
}

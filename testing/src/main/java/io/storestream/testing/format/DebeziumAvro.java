package io.storestream.testing.format;

import io.storestream.model.Store;
import io.storestream.model.StoreField;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaBuilder.FieldAssembler;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** The rows of {@link DebeziumJson} in Avro, behind the IDs of their schemas. */
final class DebeziumAvro {

  private static final int KEY = 1;
  private static final int VALUE = 2;
  private static final Map<Integer, Schema> SCHEMAS =
      Map.of(KEY, keySchema(), VALUE, valueSchema());

  private DebeziumAvro() {}

  /** Returns the schemas by their IDs. */
  static Map<Integer, String> schemas() {
    return Map.of(KEY, schema(KEY).toString(), VALUE, schema(VALUE).toString());
  }

  private static Schema schema(int id) {
    return Objects.requireNonNull(SCHEMAS.get(id));
  }

  static byte[] key(Store store) {
    GenericRecord key = new GenericData.Record(schema(KEY));
    key.put(DebeziumJson.NUMBER, store.storeNumber());
    return encode(KEY, key);
  }

  static byte[] value(Store store, Instant time) {
    Schema schema = schema(VALUE);
    GenericRecord row = new GenericData.Record(notNull(schema.getField("after").schema()));
    row.put(DebeziumJson.NUMBER, store.storeNumber());
    for (StoreField field : StoreField.values()) {
      String text = field.textOf(store);
      row.put(
          DebeziumJson.column(field),
          text != null && field.isNumber() ? Double.valueOf(text) : text);
    }
    GenericRecord source = new GenericData.Record(schema.getField("source").schema());
    DebeziumJson.source(time)
        .properties()
        .forEach(
            it -> {
              if (source.getSchema().getField(it.getKey()) != null) {
                source.put(
                    it.getKey(),
                    it.getValue().isNumber() ? it.getValue().longValue() : it.getValue().asText());
              }
            });
    GenericRecord envelope = new GenericData.Record(schema);
    envelope.put("after", row);
    envelope.put("source", source);
    envelope.put("op", "c");
    envelope.put("ts_ms", time.toEpochMilli());
    return encode(VALUE, envelope);
  }

  private static Schema notNull(Schema union) {
    return union.getTypes().get(1);
  }

  /** A zero and the ID of the schema, in five bytes, then the data. */
  private static byte[] encode(int schemaId, GenericRecord datum) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      bytes.write(0);
      bytes.write(ByteBuffer.allocate(Integer.BYTES).putInt(schemaId).array());
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
      new GenericDatumWriter<>(datum.getSchema()).write(datum, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("memory is no stream that fails", e);
    }
    return bytes.toByteArray();
  }

  private static Schema keySchema() {
    return SchemaBuilder.record("upstream.Key")
        .fields()
        .requiredString(DebeziumJson.NUMBER)
        .endRecord();
  }

  private static Schema valueSchema() {
    FieldAssembler<Schema> columns =
        SchemaBuilder.record("upstream.Value").fields().requiredString(DebeziumJson.NUMBER);
    for (StoreField field : StoreField.values()) {
      String column = DebeziumJson.column(field);
      columns = field.isNumber() ? columns.optionalDouble(column) : columns.optionalString(column);
    }
    Schema row = columns.endRecord();
    Schema source =
        SchemaBuilder.record("upstream.Source")
            .fields()
            .requiredString("version")
            .requiredString("connector")
            .requiredString("name")
            .requiredLong("ts_ms")
            .optionalString("snapshot")
            .requiredString("db")
            .optionalString("sequence")
            .optionalLong("ts_us")
            .optionalLong("ts_ns")
            .requiredString("schema")
            .requiredString("table")
            .optionalLong("txId")
            .optionalLong("lsn")
            .endRecord();
    return SchemaBuilder.record("upstream.Envelope")
        .fields()
        .name("before")
        .type()
        .optional()
        .type(row)
        .name("after")
        .type()
        .optional()
        .type(row)
        .name("source")
        .type(source)
        .noDefault()
        .requiredString("op")
        .optionalLong("ts_ms")
        .endRecord();
  }
}

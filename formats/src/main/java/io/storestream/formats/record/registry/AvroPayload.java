package io.storestream.formats.record.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.storestream.model.event.InvalidEventException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Data in Avro's binary encoding. Records and maps become objects, decimals and times become the
 * texts that a person would write, and other bytes Base64, as Kafka Connect's JSON has them.
 * Thread-safe.
 */
final class AvroPayload implements RegisteredSchema {

  /** More than a record has bytes. */
  private static final String MAX_LENGTH = Integer.toString(1024 * 1024);

  static {
    // Avro reads these once. Without them, a damaged length takes all memory.
    System.setProperty("org.apache.avro.limits.bytes.maxLength", MAX_LENGTH);
    System.setProperty("org.apache.avro.limits.string.maxLength", MAX_LENGTH);
    System.setProperty("org.apache.avro.limits.collectionItems.maxLength", MAX_LENGTH);
  }

  private static final JsonFactory JSON = new JsonFactory();

  private static final GenericData DATA = data();

  /** A plain number of more digits is no value of a store; its text could take all memory. */
  private static final int MAX_SCALE = 1000;

  private final Schema schema;

  AvroPayload(Schema schema) {
    this.schema = schema;
  }

  private static GenericData data() {
    GenericData data = new GenericData();
    data.addLogicalTypeConversion(new Conversions.DecimalConversion());
    data.addLogicalTypeConversion(new Conversions.UUIDConversion());
    data.addLogicalTypeConversion(new TimeConversions.DateConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimeMillisConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimeMicrosConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimestampNanosConversion());
    data.addLogicalTypeConversion(new TimeConversions.LocalTimestampMillisConversion());
    data.addLogicalTypeConversion(new TimeConversions.LocalTimestampMicrosConversion());
    data.addLogicalTypeConversion(new TimeConversions.LocalTimestampNanosConversion());
    return data;
  }

  @Override
  public byte[] toJson(Framed framed) throws InvalidEventException {
    BinaryDecoder in =
        DecoderFactory.get()
            .binaryDecoder(framed.bytes(), Framed.DATA_INDEX, framed.dataLength(), null);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(2 * framed.dataLength());
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      Object datum = new GenericDatumReader<>(schema, schema, DATA).read(null, in);
      if (!in.isEnd()) {
        throw invalid(framed, "something follows the data", null);
      }
      write(json, datum);
    } catch (IOException | RuntimeException e) {
      // Avro throws exceptions of many types for damaged data.
      throw invalid(framed, e.getMessage() == null ? e.toString() : e.getMessage(), e);
    } catch (StackOverflowError e) {
      // A schema may refer to itself, and data then go as deep as it is long.
      throw invalid(framed, "it is too deep", e);
    }
    return bytes.toByteArray();
  }

  private static InvalidEventException invalid(
      Framed framed, String problem, @Nullable Throwable cause) {
    String reason =
        "the data behind schema ID %d does not fit to its Avro schema: %s"
            .formatted(framed.schemaId(), problem);
    return cause == null
        ? new InvalidEventException(reason)
        : new InvalidEventException(reason, cause);
  }

  private static void write(JsonGenerator json, @Nullable Object datum) throws IOException {
    if (datum == null) {
      json.writeNull();
    } else if (datum instanceof IndexedRecord record) {
      json.writeStartObject();
      for (Schema.Field field : record.getSchema().getFields()) {
        json.writeFieldName(field.name());
        write(json, record.get(field.pos()));
      }
      json.writeEndObject();
    } else if (datum instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(String.valueOf(entry.getKey()));
        write(json, entry.getValue());
      }
      json.writeEndObject();
    } else if (datum instanceof Collection<?> elements) {
      json.writeStartArray();
      for (Object element : elements) {
        write(json, element);
      }
      json.writeEndArray();
    } else {
      writeScalar(json, datum);
    }
  }

  private static void writeScalar(JsonGenerator json, Object datum) throws IOException {
    if (datum instanceof Boolean bool) {
      json.writeBoolean(bool);
    } else if (datum instanceof Integer || datum instanceof Long) {
      json.writeNumber(((Number) datum).longValue());
    } else if (datum instanceof Float number) {
      json.writeNumber(number);
    } else if (datum instanceof Double number) {
      json.writeNumber(number);
    } else if (datum instanceof BigDecimal number) {
      json.writeString(
          Math.abs((long) number.scale()) > MAX_SCALE ? number.toString() : number.toPlainString());
    } else if (datum instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      json.writeBinary(bytes);
    } else if (datum instanceof GenericFixed fixed) {
      json.writeBinary(fixed.bytes());
    } else {
      json.writeString(datum.toString()); // a text, time, UUID or symbol of an enumeration
    }
  }
}

package io.storestream.testing.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.storestream.model.Store;
import io.storestream.model.event.StoreChange;
import io.storestream.model.event.StoreChangeCodec;
import io.storestream.model.event.StoreCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A format of records, and how an upstream system would write a new store in it. Records in Avro
 * need the {@link #schemas()}.
 */
public enum RecordFormat {
  /** Our own event. */
  EVENT {
    @Override
    public ProducerRecord<byte[], byte[]> record(String topic, Store store, Instant time) {
      byte[] value = StoreChangeCodec.encode(new StoreChange.Upsert(store, time));
      return new ProducerRecord<>(topic, key(store), value);
    }
  },

  CLOUDEVENTS_BINARY {
    @Override
    public ProducerRecord<byte[], byte[]> record(String topic, Store store, Instant time) {
      List<Header> headers =
          List.of(
              header("content-type", "application/json"),
              header("ce_specversion", "1.0"),
              header("ce_id", store.storeNumber()),
              header("ce_source", CloudEvent.SOURCE),
              header("ce_type", CloudEvent.TYPE),
              header("ce_subject", store.storeNumber()),
              header("ce_time", time.toString()));
      return new ProducerRecord<>(topic, null, key(store), StoreCodec.encode(store), headers);
    }
  },

  CLOUDEVENTS_STRUCTURED {
    @Override
    public ProducerRecord<byte[], byte[]> record(String topic, Store store, Instant time) {
      ObjectNode event =
          JSON.createObjectNode()
              .put("specversion", "1.0")
              .put("id", store.storeNumber())
              .put("source", CloudEvent.SOURCE)
              .put("type", CloudEvent.TYPE)
              .put("subject", store.storeNumber())
              .put("time", time.toString())
              .put("datacontenttype", "application/json")
              .putPOJO("data", tree(StoreCodec.encode(store)));
      Header contentType = header("content-type", "application/cloudevents+json; charset=UTF-8");
      return new ProducerRecord<>(topic, null, key(store), bytes(event), List.of(contentType));
    }
  },

  /** As Debezium's connectors and Kafka Connect's JSON converter write it by default. */
  DEBEZIUM_SCHEMA {
    @Override
    public ProducerRecord<byte[], byte[]> record(String topic, Store store, Instant time) {
      return new ProducerRecord<>(
          topic,
          bytes(DebeziumJson.withKeySchema(DebeziumJson.key(store))),
          bytes(DebeziumJson.withSchema(DebeziumJson.envelope(store, time))));
    }
  },

  /** With {@code schemas.enable=false}. */
  DEBEZIUM {
    @Override
    public ProducerRecord<byte[], byte[]> record(String topic, Store store, Instant time) {
      return new ProducerRecord<>(
          topic, bytes(DebeziumJson.key(store)), bytes(DebeziumJson.envelope(store, time)));
    }
  },

  /** Behind the IDs of schemas, as the Avro converter of a schema registry writes it. */
  DEBEZIUM_AVRO {
    @Override
    public ProducerRecord<byte[], byte[]> record(String topic, Store store, Instant time) {
      return new ProducerRecord<>(topic, DebeziumAvro.key(store), DebeziumAvro.value(store, time));
    }
  },

  /** After {@code ExtractNewRecordState}, without a schema. */
  DEBEZIUM_UNWRAPPED {
    @Override
    public ProducerRecord<byte[], byte[]> record(String topic, Store store, Instant time) {
      return new ProducerRecord<>(
          topic, bytes(DebeziumJson.key(store)), bytes(DebeziumJson.unwrapped(store, time)));
    }
  };

  private static final JsonMapper JSON = new JsonMapper();

  /** Attributes of all CloudEvents. */
  private static final class CloudEvent {
    static final String SOURCE = "/upstream";
    static final String TYPE = "com.example.store.changed";
  }

  /** Returns the name in the table. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the schemas by their IDs in a registry. */
  public static Map<Integer, String> schemas() {
    return DebeziumAvro.schemas();
  }

  /** Returns the record of a store that is new. */
  public abstract ProducerRecord<byte[], byte[]> record(String topic, Store store, Instant time);

  private static byte[] key(Store store) {
    return store.storeNumber().getBytes(UTF_8);
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(UTF_8));
  }

  private static byte[] bytes(ObjectNode json) {
    return json.toString().getBytes(UTF_8);
  }

  private static Object tree(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.storestream.testing.format;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.storestream.model.Store;
import io.storestream.model.StoreField;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Rows of a PostgreSQL table of stores, as Debezium's connector publishes their insertion. */
final class DebeziumJson {

  private static final JsonMapper JSON = new JsonMapper();
  static final String NUMBER = "store_number";
  private static final String TOPIC = "upstream.public.stores";
  private static final ObjectNode KEY_SCHEMA = keySchema();
  private static final ObjectNode SCHEMA = schema();

  /** A position in the log, of which each row has another. */
  private static final AtomicLong POSITION = new AtomicLong(24_023_128);

  private DebeziumJson() {}

  static ObjectNode key(Store store) {
    return JSON.createObjectNode().put(NUMBER, store.storeNumber());
  }

  static ObjectNode withKeySchema(ObjectNode key) {
    return withSchema(KEY_SCHEMA, key);
  }

  static ObjectNode withSchema(ObjectNode envelope) {
    return withSchema(SCHEMA, envelope);
  }

  private static ObjectNode withSchema(ObjectNode schema, ObjectNode payload) {
    ObjectNode json = JSON.createObjectNode();
    json.set("schema", schema);
    json.set("payload", payload);
    return json;
  }

  static ObjectNode envelope(Store store, Instant time) {
    ObjectNode json = JSON.createObjectNode().putNull("before");
    json.set("after", row(store));
    json.set("source", source(time));
    return json.putNull("transaction")
        .put("op", "c")
        .put("ts_ms", time.toEpochMilli())
        .put("ts_us", micros(time))
        .put("ts_ns", nanos(time));
  }

  /** With the fields that the guide adds: {@code add.fields=op,source.ts_us,source.lsn}. */
  static ObjectNode unwrapped(Store store, Instant time) {
    return row(store)
        .put("__deleted", "false")
        .put("__op", "c")
        .put("__source_ts_us", micros(time))
        .put("__source_lsn", POSITION.incrementAndGet());
  }

  private static ObjectNode row(Store store) {
    ObjectNode row = key(store);
    for (StoreField field : StoreField.values()) {
      String column = column(field);
      String text = field.textOf(store);
      if (text == null || !field.isNumber()) {
        row.put(column, text);
      } else {
        row.put(column, Double.parseDouble(text));
      }
    }
    return row;
  }

  static ObjectNode source(Instant time) {
    long position = POSITION.incrementAndGet();
    return JSON.createObjectNode()
        .put("version", "3.4.0.Final")
        .put("connector", "postgresql")
        .put("name", "upstream")
        .put("ts_ms", time.toEpochMilli())
        .put("snapshot", "false")
        .put("db", "upstream")
        .put("sequence", "[\"%d\",\"%d\"]".formatted(position - 1, position))
        .put("ts_us", micros(time))
        .put("ts_ns", nanos(time))
        .put("schema", "public")
        .put("table", "stores")
        .put("txId", position)
        .put("lsn", position)
        .putNull("xmin");
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private static long nanos(Instant time) {
    return ChronoUnit.NANOS.between(Instant.EPOCH, time);
  }

  /** {@code storeName} is {@code store_name}. */
  static String column(StoreField field) {
    return field.jsonName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private static ObjectNode keySchema() {
    ObjectNode schema = struct(TOPIC + ".Key", null);
    fields(schema).add(field(NUMBER, "string", false));
    return schema;
  }

  private static ObjectNode schema() {
    ObjectNode source = struct("io.debezium.connector.postgresql.Source", "source");
    for (String text : new String[] {"version", "connector", "name", "db", "schema", "table"}) {
      fields(source).add(field(text, "string", false));
    }
    for (String text : new String[] {"snapshot", "sequence"}) {
      fields(source).add(field(text, "string", true));
    }
    fields(source).add(field("ts_ms", "int64", false));
    for (String number : new String[] {"ts_us", "ts_ns", "txId", "lsn", "xmin"}) {
      fields(source).add(field(number, "int64", true));
    }
    ObjectNode schema = struct(TOPIC + ".Envelope", null);
    fields(schema).add(rowSchema("before")).add(rowSchema("after")).add(source);
    fields(schema).add(field("op", "string", false));
    for (String number : new String[] {"ts_ms", "ts_us", "ts_ns"}) {
      fields(schema).add(field(number, "int64", true));
    }
    return schema;
  }

  private static ObjectNode rowSchema(String name) {
    ObjectNode schema = struct(TOPIC + ".Value", name).put("optional", true);
    fields(schema).add(field(NUMBER, "string", false));
    for (StoreField field : StoreField.values()) {
      fields(schema).add(field(column(field), field.isNumber() ? "double" : "string", true));
    }
    return schema;
  }

  private static ObjectNode struct(String name, @Nullable String field) {
    ObjectNode schema =
        JSON.createObjectNode().put("type", "struct").put("optional", false).put("name", name);
    if (field != null) {
      schema.put("field", field);
    }
    return schema;
  }

  private static ArrayNode fields(ObjectNode schema) {
    return schema.withArray("fields");
  }

  private static ObjectNode field(String name, String type, boolean optional) {
    return JSON.createObjectNode().put("type", type).put("optional", optional).put("field", name);
  }
}

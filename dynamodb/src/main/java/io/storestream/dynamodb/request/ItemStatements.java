package io.storestream.dynamodb.request;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.dynamodb.schema.StoresTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The PartiQL statements that write items, encoded as the body of a {@code BatchExecuteStatement}.
 * Each has a condition and is answered separately, so a request of many statements is as safe as a
 * conditional put of each item.
 *
 * <p>An update sets and removes attributes such that the item equals a put of the whole item,
 * except that attributes of other programs stay. The text of a statement depends only on which
 * attributes the item has, so it is built and escaped once for each combination. Thread-safe.
 */
public final class ItemStatements {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int TYPICAL_BODY_BYTES = 32 * 1024;

  private static final SerializableString STATEMENTS = new SerializedString("Statements");
  private static final SerializableString STATEMENT = new SerializedString("Statement");
  private static final SerializableString PARAMETERS = new SerializedString("Parameters");
  private static final SerializableString ON_FAILURE =
      new SerializedString("ReturnValuesOnConditionCheckFailure");
  private static final SerializableString ALL_OLD = new SerializedString("ALL_OLD");
  private static final SerializableString CAPACITY = new SerializedString("ReturnConsumedCapacity");
  private static final SerializableString TOTAL = new SerializedString("TOTAL");

  private final String table;
  private final int keys;
  private final List<String> attributes;
  // The keys of these maps have a bit for each attribute, by its place in the list.
  private final Map<Integer, SerializableString> inserts = new ConcurrentHashMap<>();
  private final Map<Integer, SerializableString> updates = new ConcurrentHashMap<>();

  private ItemStatements(String table, int keys, List<String> attributes) {
    this.table = quote(table);
    this.keys = keys;
    this.attributes = attributes;
  }

  /** Returns the statements for a table of stores. */
  public static ItemStatements ofStores(String table) {
    return new ItemStatements(table, 1, StoresTable.ATTRIBUTES);
  }

  /** Returns the statements for a table of counts. */
  public static ItemStatements ofCounts(String table) {
    return new ItemStatements(table, 2, CountsTable.ATTRIBUTES);
  }

  /**
   * Returns the body of a request. Where the table is expected to have no item, the statement
   * writes it if the table has none of its key. Otherwise it writes the item if the table has one
   * of its key that is not newer; an item without a version was written by another program, and is
   * older.
   */
  public byte[] encode(List<WriteOperation.Attempt> attempts) {
    try (ByteArrayBuilder body = new ByteArrayBuilder(TYPICAL_BODY_BYTES);
        JsonGenerator json = JSON.createGenerator(body, JsonEncoding.UTF8)) {
      json.writeStartObject();
      json.writeFieldName(STATEMENTS);
      json.writeStartArray();
      for (WriteOperation.Attempt attempt : attempts) {
        encode(attempt, json);
      }
      json.writeEndArray();
      json.writeFieldName(CAPACITY);
      json.writeString(TOTAL);
      json.writeEndObject();
      json.flush();
      return body.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("memory is no stream that fails", e);
    }
  }

  private void encode(WriteOperation.Attempt attempt, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeFieldName(PARAMETERS);
    json.writeStartArray();
    SerializableString text;
    if (attempt.isInsert()) {
      StatementParameters parameters = new StatementParameters(json, attributes, 0);
      attempt.write().describe(parameters);
      text = inserts.computeIfAbsent(parameters.present(), this::insertText);
    } else {
      StatementParameters parameters = new StatementParameters(json, attributes, keys);
      attempt.write().describe(parameters);
      parameters.writeCondition(attempt.write().version());
      text = updates.computeIfAbsent(parameters.present(), this::updateText);
    }
    json.writeEndArray();
    json.writeFieldName(STATEMENT);
    json.writeString(text);
    json.writeFieldName(ON_FAILURE);
    json.writeString(ALL_OLD);
    json.writeEndObject();
  }

  private SerializableString insertText(int present) {
    StringBuilder text = new StringBuilder("INSERT INTO ").append(table).append(" VALUE {");
    for (int i = 0; i < attributes.size(); i++) {
      if (isSet(present, i)) {
        text.append('\'').append(attributes.get(i)).append("':?,");
      }
    }
    text.setLength(text.length() - 1);
    return new SerializedString(text.append('}').toString());
  }

  private SerializableString updateText(int present) {
    StringBuilder text = new StringBuilder("UPDATE ").append(table);
    for (int i = keys; i < attributes.size(); i++) {
      String name = quote(attributes.get(i));
      text.append(isSet(present, i) ? " SET " + name + "=?" : " REMOVE " + name);
    }
    text.append(" WHERE ");
    for (String key : attributes.subList(0, keys)) {
      text.append(quote(key)).append("=? AND ");
    }
    String version = quote(StoresTable.VERSION);
    text.append("(%s<=? OR %s IS MISSING)".formatted(version, version));
    return new SerializedString(text.toString());
  }

  private static boolean isSet(int bits, int bit) {
    return (bits >> bit & 1) == 1;
  }

  private static String quote(String name) {
    return '"' + name + '"';
  }
}

package io.storestream.dynamodb.writer;

import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.dynamodb.schema.StoresTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * The PartiQL statements that write an item. Each has a condition and is answered separately, so a
 * request of many statements is as safe as a conditional put of each item.
 *
 * <p>An update sets and removes attributes such that the item equals a put of the whole item,
 * except that attributes of other programs stay. The text of a statement depends only on which
 * attributes the item has, so it is built once for each combination. Thread-safe.
 */
public final class ItemStatements {

  private final String table;
  private final List<String> keys;
  private final List<String> others;
  private final Map<BitSet, String> inserts = new ConcurrentHashMap<>();
  private final Map<BitSet, String> updates = new ConcurrentHashMap<>();

  private ItemStatements(String table, int keys, List<String> attributes) {
    this.table = quote(table);
    this.keys = attributes.subList(0, keys);
    this.others = attributes.subList(keys, attributes.size());
  }

  /** Returns the statements for a table of stores. */
  public static ItemStatements ofStores(String table) {
    return new ItemStatements(table, 1, StoresTable.ATTRIBUTES);
  }

  /** Returns the statements for a table of counts. */
  public static ItemStatements ofCounts(String table) {
    return new ItemStatements(table, 2, CountsTable.ATTRIBUTES);
  }

  /** Returns the statement that writes an item if the table has none of its key. */
  public BatchStatementRequest insert(Map<String, AttributeValue> item) {
    List<AttributeValue> parameters = new ArrayList<>(item.size());
    addKeys(item, parameters);
    BitSet present = addOthers(item, parameters);
    return statement(inserts, present, this::insertText, parameters);
  }

  /**
   * Returns the statement that writes an item if the table has one of its key that is not newer. An
   * item without a version was written by another program, and is older.
   */
  public BatchStatementRequest update(Map<String, AttributeValue> item) {
    List<AttributeValue> parameters = new ArrayList<>(item.size() + 1);
    BitSet present = addOthers(item, parameters);
    addKeys(item, parameters);
    parameters.add(item.get(StoresTable.VERSION));
    return statement(updates, present, this::updateText, parameters);
  }

  private void addKeys(Map<String, AttributeValue> item, List<AttributeValue> parameters) {
    for (String key : keys) {
      parameters.add(item.get(key));
    }
  }

  /** Adds the values that are present, and returns which are. */
  private BitSet addOthers(Map<String, AttributeValue> item, List<AttributeValue> parameters) {
    BitSet present = new BitSet(others.size());
    for (int i = 0; i < others.size(); i++) {
      AttributeValue value = item.get(others.get(i));
      if (value != null) {
        present.set(i);
        parameters.add(value);
      }
    }
    return present;
  }

  private static BatchStatementRequest statement(
      Map<BitSet, String> texts,
      BitSet present,
      Function<BitSet, String> newText,
      List<AttributeValue> parameters) {
    return BatchStatementRequest.builder()
        .statement(texts.computeIfAbsent(present, newText))
        .parameters(parameters)
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
        .build();
  }

  private String insertText(BitSet present) {
    StringBuilder text = new StringBuilder("INSERT INTO ").append(table).append(" VALUE {");
    for (String key : keys) {
      text.append('\'').append(key).append("':?,");
    }
    present.stream().forEach(i -> text.append('\'').append(others.get(i)).append("':?,"));
    text.setLength(text.length() - 1);
    return text.append('}').toString();
  }

  private String updateText(BitSet present) {
    StringBuilder text = new StringBuilder("UPDATE ").append(table);
    for (int i = 0; i < others.size(); i++) {
      String name = quote(others.get(i));
      text.append(present.get(i) ? " SET " + name + "=?" : " REMOVE " + name);
    }
    text.append(" WHERE ");
    for (String key : keys) {
      text.append(quote(key)).append("=? AND ");
    }
    String version = quote(StoresTable.VERSION);
    return text.append("(%s<=? OR %s IS MISSING)".formatted(version, version)).toString();
  }

  private static String quote(String name) {
    return '"' + name + '"';
  }
}

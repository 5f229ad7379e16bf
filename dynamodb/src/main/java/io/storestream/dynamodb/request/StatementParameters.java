package io.storestream.dynamodb.request;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.storestream.dynamodb.item.AttributeSink;
import io.storestream.model.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Writes the attributes of one item as the parameters of its statement. Not thread-safe. */
final class StatementParameters implements AttributeSink {

  private static final SerializableString STRING = new SerializedString("S");
  private static final SerializableString NUMBER = new SerializedString("N");

  private final JsonGenerator json;
  private final List<String> attributes;
  private final int deferred;
  private final List<String> keys = new ArrayList<>(2);
  private int last = -1;
  private int present;

  /**
   * @param attributes all attributes that an item can have, the key first
   * @param deferred of how many of them the values belong to the condition; they are strings
   */
  StatementParameters(JsonGenerator json, List<String> attributes, int deferred) {
    this.json = json;
    this.attributes = attributes;
    this.deferred = deferred;
  }

  @Override
  public void string(String name, String value) {
    advanceTo(name);
    if (last < deferred) {
      keys.add(value);
    } else {
      write(STRING, value);
    }
  }

  @Override
  public void number(String name, String digits) {
    advanceTo(name);
    write(NUMBER, digits);
  }

  /** Writes the values of the condition: the key, and the version. */
  void writeCondition(Version version) {
    for (String key : keys) {
      write(STRING, key);
    }
    write(NUMBER, version.digits());
  }

  /** Returns a bit for each attribute that the item has, by its place in the list. */
  int present() {
    return present;
  }

  private void advanceTo(String name) {
    do {
      last++;
    } while (!attributes.get(last).equals(name));
    present |= 1 << last;
  }

  private void write(SerializableString type, String value) {
    try {
      json.writeStartObject();
      json.writeFieldName(type);
      json.writeString(value);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory is no stream that fails", e);
    }
  }
}

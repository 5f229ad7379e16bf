package io.storestream.dynamodb.item;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Puts attributes together to an item of the SDK. Not thread-safe. */
final class ItemBuilder implements AttributeSink {

  private final Map<String, AttributeValue> item = new HashMap<>();

  @Override
  public void string(String name, String value) {
    item.put(name, AttributeValue.fromS(value));
  }

  @Override
  public void number(String name, String digits) {
    item.put(name, AttributeValue.fromN(digits));
  }

  Map<String, AttributeValue> build() {
    return item;
  }
}

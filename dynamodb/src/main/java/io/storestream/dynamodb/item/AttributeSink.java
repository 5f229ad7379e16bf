package io.storestream.dynamodb.item;

/** Receives the attributes that an item has, in the order of its table's list of attributes. */
public interface AttributeSink {

  /** Receives an attribute that is a string. */
  void string(String name, String value);

  /**
   * Receives an attribute that is a number.
   *
   * @param digits the number as DynamoDB writes it
   */
  void number(String name, String digits);
}

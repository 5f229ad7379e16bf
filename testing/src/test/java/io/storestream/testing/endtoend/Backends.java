package io.storestream.testing.endtoend;

import java.net.URI;

/** A broker and a DynamoDB, initially empty, that answer until they are closed. */
interface Backends extends AutoCloseable {

  /** Returns where Kafka clients connect. */
  String bootstrapServers();

  /** Returns where DynamoDB answers. */
  URI dynamoDb();

  @Override
  void close();
}

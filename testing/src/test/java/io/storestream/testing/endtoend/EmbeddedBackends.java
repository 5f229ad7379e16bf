package io.storestream.testing.endtoend;

import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.EmbeddedKafka;
import io.storestream.localstack.SharedBackends;
import java.net.URI;

/** Servers inside this JVM that all its tests share. */
record EmbeddedBackends(EmbeddedKafka kafka, EmbeddedDynamoDb local) implements Backends {

  static EmbeddedBackends start() {
    return new EmbeddedBackends(SharedBackends.kafka(), SharedBackends.dynamoDb());
  }

  @Override
  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  @Override
  public URI dynamoDb() {
    return local.endpoint();
  }

  @Override
  public void close() {} // they serve the next test
}

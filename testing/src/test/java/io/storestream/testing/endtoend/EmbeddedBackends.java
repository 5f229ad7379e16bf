package io.storestream.testing.endtoend;

import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.EmbeddedKafka;
import java.net.URI;

/** Servers inside this JVM. */
record EmbeddedBackends(EmbeddedKafka kafka, EmbeddedDynamoDb local) implements Backends {

  static EmbeddedBackends start() {
    return new EmbeddedBackends(EmbeddedKafka.start(), EmbeddedDynamoDb.start());
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
  public void close() {
    local.close();
    kafka.close();
  }
}

package io.storestream.quickstart;

import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.EmbeddedKafka;
import java.net.URI;

/** The suite on servers inside this JVM. */
class EmbeddedEndToEndTest extends EndToEndSuite {

  @Override
  Backends startBackends() {
    return new EmbeddedBackends(EmbeddedKafka.start(), EmbeddedDynamoDb.start());
  }

  private record EmbeddedBackends(EmbeddedKafka kafka, EmbeddedDynamoDb local) implements Backends {

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
}

package io.storestream.testing.endtoend;

import java.net.URI;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;

/** The suite on the real images, which needs a Docker engine. */
@Tag("containers")
class ContainersEndToEndTest extends EndToEndSuite {

  private static final String KAFKA = "apache/kafka:4.3.1";
  private static final String DYNAMO_DB = "amazon/dynamodb-local:2.6.1";
  private static final int DYNAMO_DB_PORT = 8000;
  private static final Duration START_TIMEOUT = Duration.ofMinutes(5);

  @Override
  Backends startBackends() {
    ContainerBackends backends =
        new ContainerBackends(
            new KafkaContainer(KAFKA).withStartupTimeout(START_TIMEOUT),
            new GenericContainer<>(DYNAMO_DB)
                .withCommand("-jar", "DynamoDBLocal.jar", "-inMemory", "-disableTelemetry")
                .withExposedPorts(DYNAMO_DB_PORT)
                .waitingFor(
                    Wait.forHttp("/").forStatusCode(400).withStartupTimeout(START_TIMEOUT)));
    try {
      Startables.deepStart(Stream.of(backends.kafka(), backends.local())).join();
      return backends;
    } catch (RuntimeException e) {
      backends.close();
      throw e;
    }
  }

  private record ContainerBackends(KafkaContainer kafka, GenericContainer<?> local)
      implements Backends {

    @Override
    public String bootstrapServers() {
      return kafka.getBootstrapServers();
    }

    @Override
    public URI dynamoDb() {
      return URI.create(
          "http://%s:%d".formatted(local.getHost(), local.getMappedPort(DYNAMO_DB_PORT)));
    }

    @Override
    public void close() {
      local.stop();
      kafka.stop();
    }
  }
}

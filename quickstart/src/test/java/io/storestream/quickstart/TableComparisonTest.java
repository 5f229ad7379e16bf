package io.storestream.quickstart;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storestream.cli.CommandFailedException;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.SharedBackends;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

class TableComparisonTest {

  @Test
  void shouldNameTheTableThatCannotBeRead() {
    EmbeddedDynamoDb server = SharedBackends.dynamoDb();
    try (DynamoDbAsyncClient dynamoDb =
        DynamoDbClients.forReading(DynamoDbEndpoint.local(server.endpoint()), 1)) {
      assertThatThrownBy(() -> TableComparison.of(dynamoDb, "NoSuchTable", Path.of("unread.csv")))
          .isInstanceOf(CommandFailedException.class)
          .hasMessageStartingWith("can't read table NoSuchTable to compare it with the file: ")
          .hasCauseInstanceOf(ResourceNotFoundException.class);
    }
  }
}

package io.storestream.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class EmbeddedDynamoDbTest {
  private static final Map<String, AttributeValue> KEY =
      Map.of("StoreNumber", AttributeValue.fromS("2651-53179"));
  private static final Map<String, AttributeValue> ITEM =
      Map.of(
          "StoreNumber", AttributeValue.fromS("2651-53179"), "City", AttributeValue.fromS("Omaha"));

  @TempDir private Path dataDir;

  @Test
  void shouldGiveAllCredentialsAndRegionsTheSameTables() {
    try (EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.start();
        DynamoDbClient writer = client(dynamoDb, "writer", Region.US_EAST_1);
        DynamoDbClient reader = client(dynamoDb, "reader", Region.EU_CENTRAL_1)) {
      createTable(writer);
      writer.putItem(b -> b.tableName("Stores").item(ITEM));

      assertThat(reader.listTables().tableNames()).containsExactly("Stores");
      assertThat(reader.getItem(b -> b.tableName("Stores").key(KEY)).item()).isEqualTo(ITEM);
    }
  }

  @Test
  void shouldFindDataOfEarlierRunOnDisk() {
    try (EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.start(0, dataDir);
        DynamoDbClient writer = client(dynamoDb, "writer", Region.US_EAST_1)) {
      createTable(writer);
      writer.putItem(b -> b.tableName("Stores").item(ITEM));
    }

    try (EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.start(0, dataDir);
        DynamoDbClient reader = client(dynamoDb, "reader", Region.US_EAST_1)) {
      assertThat(reader.getItem(b -> b.tableName("Stores").key(KEY)).item()).isEqualTo(ITEM);
    }
  }

  @Test
  void shouldKeepTwoInstancesInMemoryApart() {
    try (EmbeddedDynamoDb one = EmbeddedDynamoDb.start();
        EmbeddedDynamoDb two = EmbeddedDynamoDb.start();
        DynamoDbClient ofOne = client(one, "key", Region.US_EAST_1);
        DynamoDbClient ofTwo = client(two, "key", Region.US_EAST_1)) {
      createTable(ofOne);

      assertThat(ofOne.listTables().tableNames()).containsExactly("Stores");
      assertThat(ofTwo.listTables().tableNames()).isEmpty();
    }
  }

  @Test
  void shouldListenOnTheGivenPortAgainAfterClose() throws Exception {
    EmbeddedDynamoDb first = EmbeddedDynamoDb.start();
    int port = first.port();

    first.close();
    first.close();

    assertThat(Sockets.accepts(port)).isFalse();
    try (EmbeddedDynamoDb second = EmbeddedDynamoDb.start(port)) {
      assertThat(second.endpoint()).hasToString("http://127.0.0.1:" + port);
      assertThat(Sockets.accepts(port)).isTrue();
    }
  }

  @Test
  void shouldNameThePortThatIsInUse() throws Exception {
    try (ServerSocket other = Sockets.listen(0)) {
      int port = other.getLocalPort();

      assertThatExceptionOfType(PortInUseException.class)
          .isThrownBy(() -> EmbeddedDynamoDb.start(port))
          .withMessage("port " + port + " is in use")
          .satisfies(e -> assertThat(e.port()).isEqualTo(port));
    }
  }

  @Test
  void shouldListenOnLoopbackOnly() throws Exception {
    try (EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.start()) {
      assertThat(Sockets.accepts(dynamoDb.port())).isTrue();
      for (InetAddress address : Sockets.addressesBesidesLoopback()) {
        assertThat(Sockets.accepts(address, dynamoDb.port())).as(address.toString()).isFalse();
      }
    }
  }

  @Test
  void shouldLeaveNoThreadThatKeepsTheJvmAlive() throws Exception {
    Set<Thread> before = Threads.nonDaemon();

    try (EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.start();
        DynamoDbClient client = client(dynamoDb, "key", Region.US_EAST_1)) {
      createTable(client);
    }

    Threads.assertNoneBesides(before);
  }

  private static void createTable(DynamoDbClient client) {
    createTable(client, "Stores");
  }

  static void createTable(DynamoDbClient client, String table) {
    var key = KeySchemaElement.builder().attributeName("StoreNumber").keyType(KeyType.HASH).build();
    var attribute =
        AttributeDefinition.builder()
            .attributeName("StoreNumber")
            .attributeType(ScalarAttributeType.S)
            .build();
    client.createTable(
        b ->
            b.tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(key)
                .attributeDefinitions(attribute));
  }

  static DynamoDbClient client(EmbeddedDynamoDb dynamoDb, String accessKey, Region region) {
    return DynamoDbClient.builder()
        .endpointOverride(dynamoDb.endpoint())
        .region(region)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, "secret")))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }
}

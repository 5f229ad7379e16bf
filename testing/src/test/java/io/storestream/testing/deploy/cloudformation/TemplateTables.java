package io.storestream.testing.deploy.cloudformation;

import io.storestream.testing.deploy.YamlFile;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughput;

/** Creates the tables of a template, as CloudFormation would. */
public final class TemplateTables {

  private TemplateTables() {}

  public static void create(CloudFormationTemplate template, DynamoDbAsyncClient dynamoDb) {
    for (String resource : template.resources("AWS::DynamoDB::Table")) {
      create(template.properties(resource), dynamoDb);
    }
  }

  private static void create(Map<String, Object> properties, DynamoDbAsyncClient dynamoDb) {
    String name = text(properties, "TableName");
    CreateTableRequest.Builder request =
        CreateTableRequest.builder()
            .tableName(name)
            .billingMode(text(properties, "BillingMode"))
            .keySchema(key(properties))
            .attributeDefinitions(
                maps(properties, "AttributeDefinitions").stream()
                    .map(
                        it ->
                            AttributeDefinition.builder()
                                .attributeName(text(it, "AttributeName"))
                                .attributeType(text(it, "AttributeType"))
                                .build())
                    .toList())
            .provisionedThroughput(throughput(properties));
    if (properties.containsKey("GlobalSecondaryIndexes")) {
      request.globalSecondaryIndexes(
          maps(properties, "GlobalSecondaryIndexes").stream().map(TemplateTables::index).toList());
    }
    dynamoDb.createTable(request.build()).join();
    dynamoDb.waiter().waitUntilTableExists(describe -> describe.tableName(name)).join();
    if (properties.containsKey("TimeToLiveSpecification")) {
      Map<String, Object> expiry = map(properties, "TimeToLiveSpecification");
      dynamoDb
          .updateTimeToLive(
              update ->
                  update
                      .tableName(name)
                      .timeToLiveSpecification(
                          it ->
                              it.attributeName(text(expiry, "AttributeName"))
                                  .enabled(Boolean.parseBoolean(text(expiry, "Enabled")))))
          .join();
    }
  }

  private static GlobalSecondaryIndex index(Map<String, Object> properties) {
    return GlobalSecondaryIndex.builder()
        .indexName(text(properties, "IndexName"))
        .keySchema(key(properties))
        .projection(it -> it.projectionType(text(map(properties, "Projection"), "ProjectionType")))
        .provisionedThroughput(throughput(properties))
        .build();
  }

  private static List<KeySchemaElement> key(Map<String, Object> properties) {
    return maps(properties, "KeySchema").stream()
        .map(
            it ->
                KeySchemaElement.builder()
                    .attributeName(text(it, "AttributeName"))
                    .keyType(text(it, "KeyType"))
                    .build())
        .toList();
  }

  private static @Nullable ProvisionedThroughput throughput(Map<String, Object> properties) {
    if (!properties.containsKey("ProvisionedThroughput")) {
      return null;
    }
    Map<String, Object> units = map(properties, "ProvisionedThroughput");
    return ProvisionedThroughput.builder()
        .readCapacityUnits(Long.valueOf(text(units, "ReadCapacityUnits")))
        .writeCapacityUnits(Long.valueOf(text(units, "WriteCapacityUnits")))
        .build();
  }

  private static String text(Map<String, Object> properties, String name) {
    return String.valueOf(Objects.requireNonNull(properties.get(name), name));
  }

  private static Map<String, Object> map(Map<String, Object> properties, String name) {
    return YamlFile.map(Objects.requireNonNull(properties.get(name), name));
  }

  private static List<Map<String, Object>> maps(Map<String, Object> properties, String name) {
    return YamlFile.list(Objects.requireNonNull(properties.get(name), name)).stream()
        .map(YamlFile::map)
        .toList();
  }
}

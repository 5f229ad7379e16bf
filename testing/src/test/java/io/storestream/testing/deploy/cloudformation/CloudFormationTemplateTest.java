package io.storestream.testing.deploy.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.testing.deploy.YamlFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The template is consistent and contains only what CloudFormation knows. */
class CloudFormationTemplateTest {

  private static final List<String> DEFINING = List.of("Parameters", "Conditions", "Resources");

  private final Map<String, Object> sections = CloudFormationTemplate.read();
  private final CloudFormationTemplate template =
      CloudFormationTemplate.with(Map.of("BillingMode", "PROVISIONED"));

  @Test
  void shouldHaveOnlyKnownProperties() {
    assertThatCode(() -> CloudFormationProperties.require(sections)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "Resources.StoresTable.Properties, TableNames, StoresTable has no property TableNames",
    "Resources.StoresTable, KeySchema, StoresTable has no property KeySchema",
    "Resources.StoresTable.Properties.TimeToLiveSpecification, Enable,"
        + " StoresTable.TimeToLiveSpecification has no property Enable",
    "Resources.StoresTable.Properties, AttributeName, StoresTable has no property AttributeName",
    "Parameters.TableName, Defaults, TableName has no property Defaults",
    "Outputs.StoresTableName, Values, StoresTableName has no property Values",
  })
  void shouldRefuseAnUnknownOrMisplacedProperty(String path, String name, String message) {
    Map<String, Object> node = sections;
    for (String step : List.of(path.split("\\.", -1))) {
      node = YamlFile.map(Objects.requireNonNull(node.get(step), step));
    }
    node.put(name, "value");

    assertThatThrownBy(() -> CloudFormationProperties.require(sections)).hasMessage(message);
  }

  @Test
  void shouldUseEachNameThatThereIsAndNoOther() {
    Set<String> defined = new TreeSet<>();
    DEFINING.forEach(it -> defined.addAll(CloudFormationTemplate.section(sections, it).keySet()));
    Set<String> used = new TreeSet<>(CloudFormationTemplate.names(sections));
    used.remove("AWS::NoValue");

    assertThat(defined).containsAll(used);
    // A resource may be unused; an unused parameter or condition is a mistake.
    defined.removeAll(CloudFormationTemplate.section(sections, "Resources").keySet());
    assertThat(used).containsAll(defined);
  }

  @Test
  void shouldGroupAllParameters() {
    Map<String, Object> metadata = CloudFormationTemplate.section(sections, "Metadata");
    List<Object> groups =
        YamlFile.list(
            CloudFormationTemplate.section(metadata, "AWS::CloudFormation::Interface")
                .getOrDefault("ParameterGroups", List.of()));
    assertThat(
            groups.stream()
                .flatMap(
                    it ->
                        YamlFile.list(YamlFile.map(it).getOrDefault("Parameters", List.of()))
                            .stream()))
        .containsExactlyInAnyOrderElementsOf(
            CloudFormationTemplate.section(sections, "Parameters").keySet());
  }

  @Test
  void shouldKeepTheDataWhateverBecomesOfTheStack() {
    for (String table : template.resources("AWS::DynamoDB::Table")) {
      Map<String, Object> resource =
          YamlFile.map(
              Objects.requireNonNull(
                  CloudFormationTemplate.section(sections, "Resources").get(table)));
      assertThat(resource)
          .containsEntry("DeletionPolicy", "Retain")
          .containsEntry("UpdateReplacePolicy", "Retain");
      assertThat(template.properties(table))
          .containsEntry(
              "PointInTimeRecoverySpecification", Map.of("PointInTimeRecoveryEnabled", true))
          .containsEntry("SSESpecification", Map.of("SSEEnabled", true))
          .containsEntry("DeletionProtectionEnabled", true);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TableRead, table:ReadCapacityUnits, DynamoDBReadCapacityUtilization, ''",
    "TableWrite, table:WriteCapacityUnits, DynamoDBWriteCapacityUtilization, ''",
    "IndexRead, index:ReadCapacityUnits, DynamoDBReadCapacityUtilization, StoreLocationIndex",
    "IndexWrite, index:WriteCapacityUnits, DynamoDBWriteCapacityUtilization, StoreLocationIndex",
    "CellIndexRead, index:ReadCapacityUnits, DynamoDBReadCapacityUtilization, StoreCellIndex",
    "CellIndexWrite, index:WriteCapacityUnits, DynamoDBWriteCapacityUtilization, StoreCellIndex",
  })
  void shouldScaleTableAndIndexes(String name, String dimension, String metric, String index) {
    String suffix = index.isEmpty() ? "" : "/index/" + index;
    String kind = name.endsWith("Read") ? "Read" : "Write";
    assertThat(template.properties(name + "Target"))
        .isEqualTo(
            Map.of(
                "ServiceNamespace",
                "dynamodb",
                "ResourceId",
                "table/" + StoresTable.DEFAULT_NAME + suffix,
                "ScalableDimension",
                "dynamodb:" + dimension,
                "MinCapacity",
                template.parameters().get("Min" + kind + "Units"),
                "MaxCapacity",
                template.parameters().get("Max" + kind + "Units")));
    assertThat(template.properties(name + "Scaling"))
        .containsEntry("ScalingTargetId", name + "Target")
        .containsEntry("PolicyType", "TargetTrackingScaling")
        .containsEntry(
            "TargetTrackingScalingPolicyConfiguration",
            Map.of(
                "TargetValue",
                Objects.requireNonNull(template.parameters().get("TargetUtilization")),
                "PredefinedMetricSpecification",
                Map.of("PredefinedMetricType", metric)));
  }

  @Test
  void shouldWatchThrottlesOfBothTablesAndOfTheIndexes() {
    List<Map<String, String>> watched =
        template.resources("AWS::CloudWatch::Alarm").stream()
            .map(template::properties)
            .filter(it -> String.valueOf(it.get("MetricName")).endsWith("ThrottleEvents"))
            .map(CloudFormationTemplateTest::metric)
            .toList();

    String stores = StoresTable.DEFAULT_NAME;
    List<Map<String, String>> expected = new ArrayList<>();
    for (String metric : List.of("ReadThrottleEvents", "WriteThrottleEvents")) {
      expected.add(Map.of("metric", metric, "TableName", stores));
      expected.add(Map.of("metric", metric, "TableName", CountsTable.nameFor(stores)));
      for (String index : List.of(StoresTable.LOCATION_INDEX, StoresTable.CELL_INDEX)) {
        expected.add(
            Map.of("metric", metric, "TableName", stores, "GlobalSecondaryIndexName", index));
      }
    }
    assertThat(watched).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** Returns the metric name of an alarm, and its dimensions. */
  private static Map<String, String> metric(Map<String, Object> alarm) {
    Map<String, String> metric = new HashMap<>();
    metric.put("metric", String.valueOf(alarm.get("MetricName")));
    YamlFile.list(Objects.requireNonNull(alarm.get("Dimensions"))).stream()
        .map(YamlFile::map)
        .forEach(it -> metric.put(String.valueOf(it.get("Name")), String.valueOf(it.get("Value"))));
    return metric;
  }

  @Test
  void shouldTellOfEveryAlarm() {
    CloudFormationTemplate told = CloudFormationTemplate.with(Map.of("AlarmTopicArn", "arn:topic"));
    assertThat(told.resources("AWS::CloudWatch::Alarm"))
        .isNotEmpty()
        .allSatisfy(
            it ->
                assertThat(told.properties(it))
                    .containsEntry("AlarmActions", List.of("arn:topic"))
                    .containsEntry("TreatMissingData", "notBreaching"));
  }

  @Test
  void shouldScaleNothingOnDemand() {
    CloudFormationTemplate.section(sections, "Resources")
        .forEach(
            (name, it) -> {
              Map<String, Object> resource = YamlFile.map(it);
              if (String.valueOf(resource.get("Type")).startsWith("AWS::ApplicationAutoScaling")) {
                assertThat(resource).as(name).containsEntry("Condition", "IsProvisioned");
              }
            });
    assertThat(CloudFormationTemplate.with(Map.of()).properties("StoresTable"))
        .containsEntry("BillingMode", "PAY_PER_REQUEST")
        .doesNotContainKey("ProvisionedThroughput");
  }
}

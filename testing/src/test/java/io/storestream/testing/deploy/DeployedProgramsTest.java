package io.storestream.testing.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.storestream.testing.deploy.cloudformation.CloudFormationTemplate;
import io.storestream.testing.deploy.kubernetes.Kustomization;
import io.storestream.testing.deploy.kubernetes.Manifests;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * The programs answer the probes of the manifests, and each policy permits exactly what its program
 * calls. The programs run as in the manifests, on tables created from the template, and a proxy
 * records their requests.
 */
@Tag("deployment")
class DeployedProgramsTest {

  /** Operations whose client methods have other names. */
  private static final Map<String, String> OPERATIONS =
      Map.of("queryPaginator", "Query", "waiter", "DescribeTable");

  private static final Set<String> STATEMENT_PERMISSIONS =
      Set.of(RecordingProxy.INSERT, RecordingProxy.UPDATE);

  private static final CloudFormationTemplate TEMPLATE = CloudFormationTemplate.with(Map.of());

  private static DeployedRun run;

  @BeforeAll
  static void runAll(@TempDir Path directory) {
    run = DeployedRun.in(directory);
  }

  @ParameterizedTest
  @ValueSource(strings = {Manifests.INGESTER, Manifests.QUERY_API})
  void shouldAnswerProbes(String name) {
    // The other paths show that the program does not answer every path with 200.
    assertThat(run.answered().get(name))
        .isEqualTo(
            Map.of(
                "/health/live", 200,
                "/health/livex", 404,
                "/health/ready", 200,
                "/health/readyx", 404));
  }

  @ParameterizedTest
  @ValueSource(strings = {Manifests.INGESTER, Manifests.QUERY_API})
  void shouldAskForReadinessOnlyWhereTrafficGoes(String name) {
    // A program whose table is missing is not ready, and a restart would not help.
    assertThat(Kustomization.render(Deployment.BASE).probePaths(name))
        .containsExactly("/health/live", "/health/live", "/health/ready");
  }

  @Test
  void shouldPrintNoSecrets() {
    assertThat(run.sent()).hasSizeGreaterThan(100);
    assertThat(run.leaked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"WriterPolicy", "ReaderPolicy", "RebuildPolicy", "VerifyPolicy"})
  void shouldPermitWhatIsCalledAndNoMore(String policy) {
    assertThat(Permission.of(TEMPLATE, policy))
        .containsExactlyInAnyOrderElementsOf(Objects.requireNonNull(run.called().get(policy)));
  }

  @Test
  void shouldHaveSeenEveryOperationThatTheCodeCanCall() {
    Set<String> inCode =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages(
                    "io.storestream.dynamodb",
                    "io.storestream.ingester",
                    "io.storestream.maintenance",
                    "io.storestream.queryapi")
                .stream()
                .flatMap(it -> it.getMethodCallsFromSelf().stream())
                .filter(it -> it.getTargetOwner().isAssignableTo(DynamoDbAsyncClient.class))
                .map(JavaMethodCall::getName)
                .filter(it -> !it.equals("close") && !it.equals("builder"))
                .map(DeployedProgramsTest::operation)
                .collect(Collectors.toCollection(TreeSet::new));

    assertThat(
            run.called().values().stream()
                .flatMap(Set::stream)
                .map(DeployedProgramsTest::operationOf)
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(inCode);
  }

  private static String operation(String method) {
    return OPERATIONS.getOrDefault(
        method, Character.toUpperCase(method.charAt(0)) + method.substring(1));
  }

  /** Returns the operation that needs a permission. */
  private static String operationOf(Permission permission) {
    String action = permission.action().replace("dynamodb:", "");
    return STATEMENT_PERMISSIONS.contains(action) ? RecordingProxy.STATEMENTS : action;
  }

  @ParameterizedTest
  @CsvSource({
    "StoresSystemErrors, StarbucksLocations",
    "CountsSystemErrors, StarbucksLocationsCounts",
  })
  void shouldWatchTheOperationsOfIngesterAndApi(String alarm, String table) {
    Set<String> watched =
        YamlFile.list(Objects.requireNonNull(TEMPLATE.properties(alarm).get("Metrics"))).stream()
            .map(YamlFile::map)
            .filter(it -> it.containsKey("MetricStat"))
            .map(it -> YamlFile.map(Objects.requireNonNull(it.get("MetricStat"))))
            .map(it -> YamlFile.map(Objects.requireNonNull(it.get("Metric"))))
            .map(it -> YamlFile.list(Objects.requireNonNull(it.get("Dimensions"))))
            .map(it -> YamlFile.map(it.get(1)))
            .map(it -> String.valueOf(it.get("Value")))
            .collect(Collectors.toSet());
    // Requests at a start, and once in ten seconds, are too few to matter.
    assertThat(watched)
        .isEqualTo(
            Stream.of("WriterPolicy", "ReaderPolicy")
                .flatMap(it -> Objects.requireNonNull(run.called().get(it)).stream())
                .filter(
                    it ->
                        it.resource().endsWith("table/" + table)
                            || it.resource().contains(table + "/index/"))
                .map(DeployedProgramsTest::operationOf)
                .filter(it -> !it.startsWith("Describe"))
                .collect(Collectors.toSet()));
  }
}

package io.storestream.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a module must not depend on, so that it has one reason to change. */
class ModuleRulesTest {

  private static final String KAFKA = "org.apache.kafka..";
  private static final String STREAMS = "org.apache.kafka.streams..";
  private static final String ROCKS_DB = "org.rocksdb..";
  private static final String AWS = "software.amazon..";
  private static final String JAVALIN = "io.javalin..";
  private static final String JETTY = "org.eclipse.jetty..";
  private static final String DYNAMODB_LOCAL = "com.amazonaws.services.dynamodbv2..";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("io.storestream");

  /** Modules, and the modules of this project that each may use. */
  @ParameterizedTest
  @CsvSource({
    "model, ''",
    "cli, ''",
    "localstack, ''",
    "formats, model cli",
    "kafka, model cli",
    "dynamodb, model cli",
    "producer, model cli formats kafka",
    "maintenance, model cli kafka dynamodb",
    "ingester, model cli formats kafka dynamodb maintenance",
    "queryapi, model cli formats dynamodb",
    "quickstart, model cli formats kafka dynamodb localstack producer maintenance ingester queryapi",
  })
  void shouldUseOnlyTheseModules(String module, String allowed) {
    Set<String> known = Set.of((module + " " + allowed).strip().split(" "));
    classes()
        .that()
        .resideInAPackage(packagesOf(module))
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackages(
            modules()
                .filter(it -> !known.contains(it))
                .map(ModuleRulesTest::packagesOf)
                .toArray(String[]::new))
        .check(CLASSES);
  }

  @ParameterizedTest
  @CsvSource({
    "model, " + KAFKA,
    "model, " + AWS,
    "model, " + JAVALIN,
    "cli, " + KAFKA,
    "cli, " + AWS,
    "cli, " + JAVALIN,
    "formats, " + KAFKA,
    "formats, " + AWS,
    "formats, " + JAVALIN,
    "kafka, " + STREAMS,
    "kafka, " + AWS,
    "kafka, " + JAVALIN,
    "dynamodb, " + KAFKA,
    "dynamodb, " + JAVALIN,
    "producer, " + STREAMS,
    "producer, " + AWS,
    "producer, " + JAVALIN,
    "maintenance, " + STREAMS,
    "maintenance, " + ROCKS_DB,
    "maintenance, " + JAVALIN,
    "ingester, " + JAVALIN,
    "queryapi, " + KAFKA,
    "localstack, " + JAVALIN,
  })
  void shouldNotKnow(String module, String unknown) {
    noClasses()
        .that()
        .resideInAPackage(packagesOf(module))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(unknown)
        .check(CLASSES);
  }

  @Test
  void shouldStartOnlyServersInTheLocalStackAndTheQueryApi() {
    noClasses()
        .that()
        .resideOutsideOfPackages(packagesOf("localstack"), packagesOf("queryapi"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(JETTY, "kafka..")
        .check(CLASSES);
  }

  @Test
  void shouldKnowDynamoDbLocalInTheLocalStackOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(packagesOf("localstack"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(DYNAMODB_LOCAL)
        .check(CLASSES);
  }

  private static Stream<String> modules() {
    return Stream.of(
        "model",
        "cli",
        "formats",
        "kafka",
        "dynamodb",
        "localstack",
        "producer",
        "maintenance",
        "ingester",
        "queryapi",
        "quickstart",
        "fixtures",
        "testing",
        "benchmarks");
  }

  private static String packagesOf(String module) {
    return "io.storestream." + module + "..";
  }
}

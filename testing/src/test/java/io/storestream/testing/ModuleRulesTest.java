package io.storestream.quickstart;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a module must not know, so that it has one reason to change. */
class ModuleRulesTest {

  private static final String KAFKA = "org.apache.kafka..";
  private static final String AWS = "software.amazon..";
  private static final String JAVALIN = "io.javalin..";
  private static final String JETTY = "org.eclipse.jetty..";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.storestream");

  @ParameterizedTest
  @CsvSource({
    "model, " + KAFKA,
    "model, " + AWS,
    "model, " + JAVALIN,
    "model, other modules",
    "cli, " + KAFKA,
    "cli, " + AWS,
    "cli, " + JAVALIN,
    "cli, other modules",
    "kafka, " + AWS,
    "kafka, " + JAVALIN,
    "table, " + KAFKA,
    "table, " + JAVALIN,
    "table, io.storestream.kafka..",
    "producer, " + AWS,
    "producer, " + JAVALIN,
    "producer, io.storestream.table..",
    "producer, io.storestream.ingester..",
    "ingester, " + JAVALIN,
    "ingester, io.storestream.producer..",
    "ingester, io.storestream.queryapi..",
    "queryapi, " + KAFKA,
    "queryapi, io.storestream.kafka..",
    "queryapi, io.storestream.ingester..",
    "localstack, " + JAVALIN,
    "localstack, other modules",
  })
  void shouldNotKnow(String module, String unknown) {
    String own = "io.storestream." + module + "..";
    if (unknown.equals("other modules")) {
      classes()
          .that()
          .resideInAPackage(own)
          .should()
          .onlyDependOnClassesThat()
          .resideOutsideOfPackages(otherModules(module))
          .check(CLASSES);
    } else {
      noClasses()
          .that()
          .resideInAPackage(own)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(unknown)
          .check(CLASSES);
    }
  }

  @Test
  void shouldStartOnlyServersInTheLocalStackAndTheQueryApi() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.storestream.localstack..", "io.storestream.queryapi..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(JETTY, "kafka..")
        .check(CLASSES);
  }

  private static String[] otherModules(String module) {
    return Stream.of(
            "model",
            "cli",
            "kafka",
            "table",
            "producer",
            "ingester",
            "queryapi",
            "localstack",
            "quickstart")
        .filter(it -> !it.equals(module))
        .map(it -> "io.storestream." + it + "..")
        .toArray(String[]::new);
  }
}

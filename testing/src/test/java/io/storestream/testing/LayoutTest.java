package io.storestream.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** How sources and dependencies are laid out. */
class LayoutTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final int MAX_FILES = 15;

  @Test
  void shouldHaveAtMostFifteenFilesInAPackage() {
    Map<Path, Integer> filesOf = new TreeMap<>();
    sources().forEach(it -> filesOf.merge(ROOT.relativize(it.getParent()), 1, Integer::sum));

    filesOf.values().removeIf(files -> files <= MAX_FILES);

    assertThat(filesOf).isEmpty();
  }

  @Test
  void shouldSayWhatEachPackageIsFor() {
    List<Path> packages =
        sources()
            .map(Path::getParent)
            .distinct()
            .map(it -> it.resolve("package-info.java"))
            .toList();

    assertThat(packages).isNotEmpty().allSatisfy(it -> assertThat(it).exists());
  }

  /** DynamoDB Local is under its vendor's own licence. */
  @ParameterizedTest
  @MethodSource("modules")
  void shouldDependOnDynamoDbLocalThroughTheLocalStackOnly(String module) {
    List<String> dependencies = dependenciesOf(module);

    assertThat(dependencies.contains("DynamoDBLocal compile"))
        .isEqualTo(module.equals("local-stack"));
    assertThat(dependencies.contains("local-stack compile")).isEqualTo(module.equals("quickstart"));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void shouldKeepTestToolsOffTheClassPathOfUsers(String module) {
    if (List.of("testing", "benchmarks", "benchmarks/flink").contains(module)) {
      return;
    }
    assertThat(dependenciesOf(module))
        .doesNotContain(
            "testing compile",
            "benchmarks compile",
            "fixtures compile",
            "wiremock-standalone compile",
            "junit-jupiter compile");
  }

  static List<String> modules() {
    List<String> modules = new ArrayList<>();
    elements(ROOT.resolve("pom.xml"), "module").forEach(it -> modules.add(it.getTextContent()));
    assertThat(modules).contains("model", "local-stack", "quickstart");
    return modules;
  }

  /** Returns each as its artifact ID and its scope. */
  private static List<String> dependenciesOf(String module) {
    return elements(ROOT.resolve(module).resolve("pom.xml"), "dependency").stream()
        .map(it -> text(it, "artifactId", "") + " " + text(it, "scope", "compile"))
        .toList();
  }

  private static String text(Element parent, String name, String absent) {
    var found = parent.getElementsByTagName(name);
    return found.getLength() == 0 ? absent : found.item(0).getTextContent();
  }

  private static List<Element> elements(Path pom, String name) {
    try {
      var found =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(pom.toFile())
              .getElementsByTagName(name);
      List<Element> elements = new ArrayList<>();
      for (int i = 0; i < found.getLength(); i++) {
        elements.add((Element) found.item(i));
      }
      return elements;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ParserConfigurationException | SAXException e) {
      throw new IllegalStateException(pom.toString(), e);
    }
  }

  private static Stream<Path> sources() {
    return modules().stream()
        .map(module -> ROOT.resolve(module).resolve("src"))
        .flatMap(
            directory -> {
              try (Stream<Path> files = Files.walk(directory)) {
                return files.filter(it -> it.toString().endsWith(".java")).toList().stream();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }
}

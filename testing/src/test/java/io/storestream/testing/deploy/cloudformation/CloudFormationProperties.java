package io.storestream.testing.deploy.cloudformation;

import io.storestream.testing.deploy.Deployment;
import io.storestream.testing.deploy.YamlFile;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The names that a template may have in each place, from {@code cloudformation-properties.yaml}.
 */
final class CloudFormationProperties {

  private static final Map<String, Object> KNOWN =
      YamlFile.documents(Deployment.testFile("cloudformation-properties.yaml")).get(0);

  private CloudFormationProperties() {}

  /**
   * Checks all names in a template.
   *
   * @throws IllegalArgumentException if one is unknown or misplaced
   */
  static void require(Map<String, Object> template) {
    check("template", template, KNOWN.get("Template"));
    checkEach("Parameter", CloudFormationTemplate.section(template, "Parameters"));
    checkEach("Output", CloudFormationTemplate.section(template, "Outputs"));
    Map<String, Object> resources = CloudFormationTemplate.section(template, "Resources");
    checkEach("Resource", resources);
    resources.forEach(
        (name, it) -> {
          Map<String, Object> resource = YamlFile.map(it);
          String type = String.valueOf(resource.get("Type"));
          if (!type.startsWith("AWS::") || !KNOWN.containsKey(type)) {
            throw new IllegalArgumentException("%s is of unknown type %s".formatted(name, type));
          }
          check(name, resource.get("Properties"), KNOWN.get(type));
        });
  }

  private static void checkEach(String kind, Map<String, Object> section) {
    section.forEach((name, it) -> check(name, it, KNOWN.get(kind)));
  }

  private static void check(String where, @Nullable Object node, @Nullable Object known) {
    if ("any".equals(known) || "each".equals(known)) {
      return;
    }
    if (node instanceof List<?> list) {
      list.forEach(it -> check(where, it, known));
    } else if (node instanceof Map<?, ?>) {
      checkMap(where, YamlFile.map(node), known);
    } else if (known != null) {
      throw new IllegalArgumentException("%s is %s, and should be a map".formatted(where, node));
    }
  }

  private static void checkMap(String where, Map<String, Object> map, @Nullable Object known) {
    String first = map.isEmpty() ? "" : map.keySet().iterator().next();
    if (first.equals("Fn::If")) {
      List<Object> parts = YamlFile.list(Objects.requireNonNull(map.get(first)));
      check(where, parts.get(1), known);
      check(where, parts.get(2), known);
      return;
    }
    if (map.size() == 1 && CloudFormationTags.FUNCTIONS.contains(first)) {
      return;
    }
    if (!(known instanceof Map<?, ?> names)) {
      throw new IllegalArgumentException("%s is a map, and should be a value".formatted(where));
    }
    map.forEach(
        (name, it) -> {
          if (!names.containsKey(name)) {
            throw new IllegalArgumentException("%s has no property %s".formatted(where, name));
          }
          check(where + "." + name, it, names.get(name));
        });
  }
}

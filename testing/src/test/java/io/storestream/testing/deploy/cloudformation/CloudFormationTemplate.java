package io.storestream.testing.deploy.cloudformation;

import io.storestream.testing.deploy.Deployment;
import io.storestream.testing.deploy.YamlFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A template with values for its parameters. It evaluates functions as CloudFormation does.
 *
 * @param sections sections of the template, as written
 * @param parameters values of all parameters
 */
public record CloudFormationTemplate(Map<String, Object> sections, Map<String, Object> parameters) {

  static final String ACCOUNT = "111122223333";
  static final String REGION = "eu-central-1";

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^!}][^}]*)}");
  private static final String NO_VALUE = "AWS::NoValue";

  /**
   * Reads the template of this project with these values and the defaults of all other parameters.
   */
  public static CloudFormationTemplate with(Map<String, Object> values) {
    Map<String, Object> sections = read();
    Map<String, Object> parameters = new LinkedHashMap<>();
    section(sections, "Parameters")
        .forEach((name, it) -> parameters.put(name, YamlFile.map(it).getOrDefault("Default", "")));
    parameters.putAll(values);
    return new CloudFormationTemplate(sections, parameters);
  }

  /** Returns the sections of the template of this project. */
  static Map<String, Object> read() {
    return YamlFile.documents(Deployment.TEMPLATE, new CloudFormationTags()).get(0);
  }

  static Map<String, Object> section(Map<String, Object> sections, String name) {
    return YamlFile.map(Objects.requireNonNull(sections.get(name), name));
  }

  /** Returns the properties of a resource, with all functions evaluated. */
  public Map<String, Object> properties(String resource) {
    Map<String, Object> described =
        YamlFile.map(
            Objects.requireNonNull(section(sections, "Resources").get(resource), resource));
    return YamlFile.map(Objects.requireNonNull(resolve(described.get("Properties"))));
  }

  /** Returns the names of resources of a type. */
  List<String> resources(String type) {
    return section(sections, "Resources").entrySet().stream()
        .filter(it -> type.equals(YamlFile.map(it.getValue()).get("Type")))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Returns the ARN of a table. */
  public static String tableArn(String table) {
    return "arn:aws:dynamodb:%s:%s:table/%s".formatted(REGION, ACCOUNT, table);
  }

  private @Nullable Object resolve(@Nullable Object node) {
    if (node instanceof List<?> list) {
      List<Object> resolved = new ArrayList<>();
      for (Object it : list) {
        Object value = resolve(it);
        if (value != null) {
          resolved.add(value);
        }
      }
      return resolved;
    }
    if (!(node instanceof Map<?, ?>)) {
      return node;
    }
    Map<String, Object> map = YamlFile.map(node);
    if (map.size() == 1) {
      Map.Entry<String, Object> only = map.entrySet().iterator().next();
      if (CloudFormationTags.FUNCTIONS.contains(only.getKey())) {
        return call(only.getKey(), only.getValue());
      }
    }
    Map<String, Object> resolved = new LinkedHashMap<>();
    map.forEach(
        (key, it) -> {
          Object value = resolve(it);
          if (value != null) {
            resolved.put(key, value);
          }
        });
    return resolved;
  }

  private @Nullable Object call(String function, Object argument) {
    return switch (function) {
      case "Ref" -> argument.equals(NO_VALUE) ? null : ref(String.valueOf(argument));
      case "Fn::GetAtt" -> {
        List<Object> names = YamlFile.list(argument);
        yield attribute(String.valueOf(names.get(0)), String.valueOf(names.get(1)));
      }
      case "Fn::Sub" -> substitute(String.valueOf(argument));
      case "Fn::If" -> {
        List<Object> parts = YamlFile.list(argument);
        yield resolve(parts.get(holds(String.valueOf(parts.get(0))) ? 1 : 2));
      }
      case "Fn::Equals" -> {
        List<Object> sides = YamlFile.list(argument);
        yield Objects.equals(resolve(sides.get(0)), resolve(sides.get(1)));
      }
      case "Fn::Not" -> !Boolean.TRUE.equals(resolve(YamlFile.list(argument).get(0)));
      default -> throw new IllegalArgumentException("unknown function " + function);
    };
  }

  private boolean holds(String condition) {
    Object described = section(sections, "Conditions").get(condition);
    return Boolean.TRUE.equals(resolve(Objects.requireNonNull(described, condition)));
  }

  private Object ref(String name) {
    Object value = parameters.get(name);
    if (value != null) {
      return value;
    }
    // A table's name matters; for other resources any value does.
    return Objects.requireNonNullElse(properties(name).get("TableName"), name);
  }

  private String attribute(String resource, String attribute) {
    if (attribute.equals("Arn") && resources("AWS::DynamoDB::Table").contains(resource)) {
      return tableArn(String.valueOf(ref(resource)));
    }
    throw new IllegalArgumentException("unknown attribute " + attribute + " of " + resource);
  }

  private String substitute(String text) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            match -> {
              List<String> names = List.of(match.group(1).split("\\.", 2));
              return Matcher.quoteReplacement(
                  names.size() == 1
                      ? String.valueOf(ref(names.get(0)))
                      : attribute(names.get(0), names.get(1)));
            });
  }

  /** Returns all names that functions in a node use, in every branch. */
  static List<String> names(@Nullable Object node) {
    List<String> names = new ArrayList<>();
    collectNames(node, names);
    return names;
  }

  private static void collectNames(@Nullable Object node, List<String> names) {
    if (node instanceof List<?> list) {
      list.forEach(it -> collectNames(it, names));
    } else if (node instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            switch (String.valueOf(key)) {
              // The condition of a resource or an output names it in the same way.
              case "Ref", "Condition" -> names.add(String.valueOf(value));
              case "Fn::GetAtt", "Fn::If" -> names.add(String.valueOf(YamlFile.list(value).get(0)));
              case "Fn::Sub" -> {
                Matcher variable = VARIABLE.matcher(String.valueOf(value));
                while (variable.find()) {
                  names.add(variable.group(1).replaceAll("\\..*", ""));
                }
              }
              default -> {}
            }
            collectNames(value, names);
          });
    }
  }
}

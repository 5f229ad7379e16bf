package io.storestream.testing.deploy;

import io.storestream.testing.deploy.cloudformation.CloudFormationTemplate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The permission for one action on one resource in AWS.
 *
 * @param action such as {@code dynamodb:GetItem}
 * @param resource its ARN
 */
record Permission(String action, String resource) implements Comparable<Permission> {

  private static final Comparator<Permission> ORDER =
      Comparator.comparing(Permission::action).thenComparing(Permission::resource);

  @Override
  public int compareTo(Permission other) {
    return ORDER.compare(this, other);
  }

  /** Returns the permissions of a policy in a template; every statement must allow. */
  static Set<Permission> of(CloudFormationTemplate template, String policy) {
    Map<String, Object> document =
        YamlFile.map(
            Objects.requireNonNull(template.properties(policy).get("PolicyDocument"), policy));
    return all(document, "Statement").stream()
        .map(YamlFile::map)
        .flatMap(Permission::ofStatement)
        .collect(Collectors.toSet());
  }

  private static Stream<Permission> ofStatement(Map<String, Object> statement) {
    if (!"Allow".equals(statement.get("Effect"))) {
      throw new IllegalArgumentException("does not allow: " + statement);
    }
    return all(statement, "Action").stream()
        .flatMap(
            action ->
                all(statement, "Resource").stream()
                    .map(it -> new Permission(String.valueOf(action), String.valueOf(it))));
  }

  private static List<Object> all(Map<String, Object> element, String name) {
    Object oneOrMore = Objects.requireNonNull(element.get(name), name);
    return oneOrMore instanceof List<?> ? YamlFile.list(oneOrMore) : List.of(oneOrMore);
  }
}

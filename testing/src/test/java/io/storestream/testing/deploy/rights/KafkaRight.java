package io.storestream.testing.deploy.rights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * The right of a program to do one operation on one resource in Kafka, or on all with a name
 * prefix.
 *
 * @param program its command line
 * @param name ends in {@code *} if it is a prefix
 */
record KafkaRight(String program, AclOperation operation, ResourceType type, String name)
    implements Comparable<KafkaRight> {

  private static final Comparator<KafkaRight> ORDER =
      Comparator.comparing(KafkaRight::program)
          .thenComparing(KafkaRight::type)
          .thenComparing(KafkaRight::name)
          .thenComparing(KafkaRight::operation);

  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| `([^`]+)` \\| (topic|group|transactional ID) `([^`]+)` \\| (.+) \\|$");

  private static final Map<String, ResourceType> TYPES =
      Map.of(
          "topic", ResourceType.TOPIC,
          "group", ResourceType.GROUP,
          "transactional ID", ResourceType.TRANSACTIONAL_ID);

  /**
   * Returns the rights in the table of a Markdown file.
   *
   * @param names replacements for the placeholders
   */
  static Set<KafkaRight> read(Path file, Map<String, String> names) {
    try {
      return ROW.matcher(Files.readString(file))
          .results()
          .flatMap(row -> ofRow(row, names))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<KafkaRight> ofRow(MatchResult row, Map<String, String> names) {
    String name = row.group(3);
    for (Map.Entry<String, String> placeholder : names.entrySet()) {
      name = name.replace(placeholder.getKey(), placeholder.getValue());
    }
    String resolved = name;
    return Stream.of(row.group(4).split(", "))
        .map(
            it ->
                new KafkaRight(
                    row.group(1),
                    operation(it),
                    Objects.requireNonNull(TYPES.get(row.group(2))),
                    resolved));
  }

  /** Returns an operation in the spelling of Kafka's tools, {@code DescribeConfigs}. */
  private static AclOperation operation(String spelled) {
    return Arrays.stream(AclOperation.values())
        .filter(it -> it.name().replace("_", "").equals(spelled.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(spelled));
  }

  /** Returns a user name for the program that Kafka's configuration can hold. */
  static String user(String program) {
    return program.replaceAll("\\W+", "_");
  }

  AclBinding toBinding() {
    boolean begins = name.endsWith("*");
    return new AclBinding(
        new ResourcePattern(
            type,
            begins ? name.substring(0, name.length() - 1) : name,
            begins ? PatternType.PREFIXED : PatternType.LITERAL),
        new AccessControlEntry("User:" + user(program), "*", operation, AclPermissionType.ALLOW));
  }

  @Override
  public int compareTo(KafkaRight other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return "%s: %s %s %s".formatted(program, operation, type, name);
  }
}

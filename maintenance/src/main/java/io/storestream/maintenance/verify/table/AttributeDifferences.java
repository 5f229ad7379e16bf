package io.storestream.maintenance.verify.table;

import io.storestream.cli.SafeText;
import io.storestream.dynamodb.item.NumberAttributes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Describes the attributes in which an item differs from the expected item, safe on any terminal.
 */
public final class AttributeDifferences {

  private static final int MAX_ATTRIBUTES = 5;
  private static final int MAX_CHARACTERS = 60;

  private AttributeDifferences() {}

  /** Returns the attributes that differ, by name, each with both values; empty if there is none. */
  public static String describe(
      Map<String, AttributeValue> actual, Map<String, AttributeValue> expected) {
    SortedSet<String> names = new TreeSet<>(actual.keySet());
    names.addAll(expected.keySet());
    names.removeIf(it -> isSame(actual.get(it), expected.get(it)));
    List<String> parts = new ArrayList<>();
    for (String name : names) {
      if (parts.size() == MAX_ATTRIBUTES) {
        parts.add("and %,d more".formatted(names.size() - MAX_ATTRIBUTES));
        break;
      }
      parts.add(
          "%s is %s, not %s"
              .formatted(excerpt(name), text(actual.get(name)), text(expected.get(name))));
    }
    return String.join("; ", parts);
  }

  private static boolean isSame(
      @Nullable AttributeValue actual, @Nullable AttributeValue expected) {
    return actual != null
        && expected != null
        && NumberAttributes.canonical(actual).equals(NumberAttributes.canonical(expected));
  }

  private static String text(@Nullable AttributeValue value) {
    if (value == null) {
      return "absent";
    }
    if (value.s() != null) {
      return '"' + excerpt(value.s()) + '"';
    }
    return value.n() != null ? excerpt(value.n()) : excerpt(value.toString());
  }

  private static String excerpt(String text) {
    return SafeText.excerptOf(text.getBytes(StandardCharsets.UTF_8), MAX_CHARACTERS);
  }
}

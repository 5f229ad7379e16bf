package io.storestream.producer.live;

import io.storestream.cli.SafeText;
import io.storestream.model.Store;
import io.storestream.model.StoreField;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Describes stores and their differences on one line, for people. */
final class StoreDifference {

  private static final int MAX_CHARACTERS = 200;
  private static final Pattern NUMBER = Pattern.compile("[0-9.+-]+");

  private StoreDifference() {}

  /** Returns the name and the location of a store, such as {@code Alpha, Lyon, FR}. */
  static String summary(Store store) {
    return Stream.of(store.storeName(), store.city(), store.country())
        .filter(Objects::nonNull)
        .map(StoreDifference::safe)
        .collect(Collectors.joining(", "));
  }

  /**
   * Returns the fields that differ, such as {@code city "Lyon" -> "Paris", postcode none -> 75001}.
   */
  static String between(Store before, Store after) {
    List<String> differences = new ArrayList<>();
    for (StoreField field : StoreField.values()) {
      String old = field.textOf(before);
      String now = field.textOf(after);
      if (!Objects.equals(old, now)) {
        differences.add("%s %s -> %s".formatted(field.jsonName(), quoted(old), quoted(now)));
      }
    }
    return differences.isEmpty()
        ? "the same texts, written in other characters"
        : String.join(", ", differences);
  }

  private static String quoted(@Nullable String text) {
    if (text == null) {
      return "none";
    }
    return NUMBER.matcher(text).matches() ? safe(text) : '"' + safe(text) + '"';
  }

  private static String safe(String text) {
    return SafeText.excerptOf(text.getBytes(StandardCharsets.UTF_8), MAX_CHARACTERS);
  }
}

package io.storestream.model.text;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what a function made of the names that were seen last, as many stores share a country,
 * state or city. Each slot has one name, so it takes some 6 MiB at most. Thread-safe: an entry is
 * immutable, and of two that are made at once either may stay.
 */
final class NameCache {

  private static final int SLOTS = 16_384;
  private static final int MAX_LENGTH = 64;

  private final UnaryOperator<String> function;
  private final @Nullable Entry[] slots = new @Nullable Entry[SLOTS];

  /**
   * @param function always makes the same of the same name
   */
  NameCache(UnaryOperator<String> function) {
    this.function = function;
  }

  String get(String name) {
    if (name.length() > MAX_LENGTH) {
      return function.apply(name);
    }
    int slot = name.hashCode() & (SLOTS - 1);
    Entry entry = slots[slot];
    if (entry == null || !entry.name.equals(name)) {
      entry = new Entry(name, function.apply(name));
      slots[slot] = entry;
    }
    return entry.result;
  }

  private record Entry(String name, String result) {}
}

package io.storestream.model;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what a function made of the texts that were seen last: the names of places, many of
 * which have many stores. Each slot has one text, so it takes at most 1 MiB. Thread-safe: an entry
 * is immutable, and of two that are made at once either may stay.
 */
final class TextCache {

  private static final int SLOTS = 4096;
  private static final int MAX_LENGTH = 64;

  private final UnaryOperator<String> function;
  private final @Nullable Entry[] slots = new @Nullable Entry[SLOTS];

  /**
   * @param function always makes the same of the same text
   */
  TextCache(UnaryOperator<String> function) {
    this.function = function;
  }

  String get(String text) {
    if (text.length() > MAX_LENGTH) {
      return function.apply(text);
    }
    int slot = text.hashCode() & (SLOTS - 1);
    Entry entry = slots[slot];
    if (entry == null || !entry.text.equals(text)) {
      entry = new Entry(text, function.apply(text));
      slots[slot] = entry;
    }
    return entry.result;
  }

  private record Entry(String text, String result) {}
}

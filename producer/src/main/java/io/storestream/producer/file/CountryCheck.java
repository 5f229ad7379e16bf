package io.storestream.producer.file;

import io.storestream.formats.RowReader.Row;
import io.storestream.model.event.StoreChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds store numbers that occur in two countries, which are probably two stores: the later row
 * then replaces another store. Not thread-safe.
 *
 * <p>A store takes up to 15 bytes of memory: a slot of a hash table holds 54 bits of the hash of
 * its number, and 10 bits of its country. Two numbers share such a hash in about one of 30,000 runs
 * of a million stores, and then a warning may be wrong.
 */
final class CountryCheck {

  private static final int COUNTRY_BITS = 10;
  private static final int MAX_COUNTRIES = (1 << COUNTRY_BITS) - 2;

  /** Stands for the country of a number that is already found. */
  private static final int FOUND = MAX_COUNTRIES + 1;

  /** Tables grow one by one, so that growing never copies much. */
  private static final int TABLES = 256;

  private static final int FIRST_SLOTS = 16;

  private final StoreNumberHasher hasher = new StoreNumberHasher();
  private final long[][] tables = new long[TABLES][FIRST_SLOTS];
  private final int[] used = new int[TABLES];

  /** Ids from 1: an empty slot is 0. */
  private final Map<String, Integer> ids = new HashMap<>();

  private final List<String> names = new ArrayList<>(List.of(""));
  private final FirstRows found = new FirstRows();

  /** Checks a row. */
  void accept(StoreFile file, Row.Event row) {
    if (!(row.change() instanceof StoreChange.Upsert upsert)) {
      return;
    }
    String country = upsert.store().country();
    int id = idOf(country);
    if (id > MAX_COUNTRIES) {
      return;
    }
    long hash = hasher.apply(upsert.storeNumber()).hash();
    int table = (int) (hash >>> 56);
    long[] slots = tables[table];
    int slot = slotOf(hash, slots);
    int before = (int) (slots[slot] & FOUND);
    if (before == 0) {
      slots[slot] = (hash & (-1L << COUNTRY_BITS)) | id;
      if (++used[table] > slots.length / 4 * 3) {
        tables[table] = grown(slots);
      }
    } else if (before != id && before != FOUND) {
      slots[slot] |= FOUND;
      found.add(
          "%s, line %d: %s is in %s, and before in %s"
              .formatted(
                  file.name(), row.line(), upsert.storeNumber(), country, names.get(before)));
    }
  }

  /** Returns the id of a country, or more than {@link #MAX_COUNTRIES} if there are too many. */
  private int idOf(String country) {
    Integer known = ids.get(country);
    if (known != null) {
      return known;
    }
    int id = names.size();
    if (id <= MAX_COUNTRIES) {
      names.add(country);
      ids.put(country, id);
    }
    return id;
  }

  /** Returns the slot of a hash, or the empty one where it belongs. */
  private static int slotOf(long hash, long[] slots) {
    // The first 8 bits choose the table, the next 32 the slot.
    int slot = (int) ((((hash << 8) >>> 32) * slots.length) >>> 32);
    while (slots[slot] != 0 && (slots[slot] ^ hash) >>> COUNTRY_BITS != 0) {
      slot = slot + 1 == slots.length ? 0 : slot + 1;
    }
    return slot;
  }

  private static long[] grown(long[] slots) {
    long[] more = new long[slots.length / 4 * 5];
    for (long taken : slots) {
      if (taken != 0) {
        more[slotOf(taken, more)] = taken;
      }
    }
    return more;
  }

  /** Returns the store numbers that were found, each once. */
  FirstRows found() {
    return found;
  }
}

package io.storestream.quickstart.generate.geography;

import java.util.List;

/**
 * The parts of names and addresses in one language.
 *
 * @param streets names of streets
 * @param lasts family names
 * @param towns names of towns
 */
record Words(List<String> streets, List<String> lasts, List<String> towns) {

  /** Copies the lists. */
  Words {
    streets = List.copyOf(streets);
    lasts = List.copyOf(lasts);
    towns = List.copyOf(towns);
  }
}

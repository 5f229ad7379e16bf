package io.storestream.queryapi.query;

import io.storestream.model.Location;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A location with its count and its children.
 *
 * @param children counts above zero by normalized name: of countries, states, cities or, below a
 *     city, postcodes; an empty name stands for the stores that have none
 */
public record CountedLocation(Location location, long count, SortedMap<String, Long> children) {

  public CountedLocation {
    children = Collections.unmodifiableSortedMap(new TreeMap<>(children));
  }
}

package io.storestream.quickstart.generate.geography;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Places stores in the known cities. Immutable and thread-safe.
 *
 * <p>It places them not at random but by a Weyl sequence with the golden ratio, which fills every
 * interval evenly. The shares of countries and states are therefore exact to within two stores for
 * any number of stores, and small countries are included.
 */
public final class Atlas {
  /** About how many stores a place has for each city around it. */
  private static final int STORES_PER_CITY = 4;

  private final List<Place> places;
  private final Map<String, List<Place>> byCountry;
  private final int[] slots;
  private final long offset;

  /**
   * @param places known cities, sorted by country
   * @param seed start of the sequence
   */
  public Atlas(List<Place> places, long seed) {
    this.places = List.copyOf(places);
    byCountry = places.stream().collect(Collectors.groupingBy(place -> place.country().code()));
    slots =
        places.stream()
            .flatMapToInt(place -> IntStream.generate(place::id).limit(place.weight()))
            .toArray();
    offset = RowRandom.mix(seed);
  }

  /** Returns the place of a row; each place occurs in proportion to its weight. */
  public Place placeOf(long ordinal) {
    long turn = offset + ordinal * RowRandom.GOLDEN_GAMMA;
    return places.get(slots[(int) (((turn >>> 32) * slots.length) >>> 32)]);
  }

  /** Returns a random place; each has a probability in proportion to its weight. */
  public Place anyPlace(RowRandom random) {
    return places.get(slots[random.nextInt(slots.length)]);
  }

  /** Returns a random place of the country of {@code place}, which may be the same place. */
  public Place anyPlaceInCountryOf(Place place, RowRandom random) {
    return random.pick(byCountry.getOrDefault(place.country().code(), places));
  }

  /**
   * Returns the city of a row in or around a place: 0 is the place itself.
   *
   * <p>The number of cities grows with the number of stores up to this row, and their sizes
   * decrease as those of real cities do. Ten million stores are therefore in more than a few
   * hundred cities.
   */
  public int cityOf(Place place, long ordinal, RowRandom random) {
    long stores = (long) ((double) ordinal * place.weight() / slots.length);
    int cities = (int) Math.min(Integer.MAX_VALUE, 1 + stores / STORES_PER_CITY);
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(cities);
    long reach = 1L << random.nextInt(bits + 1);
    return random.nextInt((int) Math.min(cities, reach));
  }
}

package io.storestream.quickstart.generate.geography;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The known cities, and which one a store is in. Immutable and thread-safe.
 *
 * <p>Stores are not scattered by chance but by a Weyl sequence with the golden ratio, which fills
 * every interval evenly: the shares of countries and states are right to within a store or two
 * however few stores there are, and small countries are not left out.
 */
public final class Atlas {
  /** Stores that a city has around it, about, before another city appears there. */
  private static final int STORES_PER_CITY = 4;

  private final List<Place> places;
  private final Map<String, List<Place>> byCountry;
  private final int[] slots;
  private final long offset;

  /**
   * @param places known cities, those of a country side by side
   * @param seed where the sequence begins
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

  /** Returns the place of a row, each as often as its weight says. */
  public Place placeOf(long ordinal) {
    long turn = offset + ordinal * RowRandom.GOLDEN_GAMMA;
    return places.get(slots[(int) (((turn >>> 32) * slots.length) >>> 32)]);
  }

  /** Returns any place, each as likely as its weight says. */
  public Place anyPlace(RowRandom random) {
    return places.get(slots[random.nextInt(slots.length)]);
  }

  /** Returns any place of the country that {@code place} is in, itself included. */
  public Place anyPlaceInCountryOf(Place place, RowRandom random) {
    return random.pick(byCountry.getOrDefault(place.country().code(), places));
  }

  /**
   * Returns which of the cities in and around a place a row is in: 0 is the place itself.
   *
   * <p>The more stores there are up to this row, the more cities there are, and the sizes fall off
   * as those of real cities do, so that ten million stores are not all in a few hundred cities.
   */
  public int cityOf(Place place, long ordinal, RowRandom random) {
    long stores = (long) ((double) ordinal * place.weight() / slots.length);
    int cities = (int) Math.min(Integer.MAX_VALUE, 1 + stores / STORES_PER_CITY);
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(cities);
    long reach = 1L << random.nextInt(bits + 1);
    return random.nextInt((int) Math.min(cities, reach));
  }
}

package io.storestream.queryapi.suggest;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToIntBiFunction;
import java.util.function.ToIntFunction;

/**
 * Finds what was probably meant by a name: existing names of the same country, with the same
 * spelling, or a typo away. Names are normalized, and existing ones have the count of their stores.
 */
public final class Suggestions {

  /** The most suggestions. */
  public static final int MAX = 5;

  private static final int UNLIKE = Integer.MAX_VALUE;

  private Suggestions() {}

  private record Candidate(String name, long count, int distance) {

    static final Comparator<Candidate> BEST_FIRST =
        comparingInt(Candidate::distance)
            .thenComparing(comparing(Candidate::count).reversed())
            .thenComparing(Candidate::name);
  }

  /**
   * Completes when the names of countries are known, which {@link #countries} needs. The first call
   * starts to load them in the background, which takes about a second.
   */
  public static CompletableFuture<Void> loadCountries() {
    return CountryNames.load();
  }

  /**
   * Returns the countries that a name may mean in any language of the JDK, best first. Before
   * {@link #loadCountries} completes, those with the same spelling or a typo.
   */
  public static List<String> countries(String name, Map<String, Long> existing) {
    Set<String> named = CountryNames.codesOf(name);
    Set<String> codes = named.isEmpty() ? CountryNames.codesLike(name) : named;
    Set<String> spellings = Spelling.of(name);
    return best(
        name,
        existing,
        country ->
            Collections.disjoint(codes, CountryNames.codesOf(country))
                ? least(spellings, country, Suggestions::typos)
                : 0);
  }

  /** Returns the states or cities whose spelling is that of a name or a typo away, best first. */
  public static List<String> places(String name, Map<String, Long> existing) {
    Set<String> spellings = Spelling.of(name);
    return best(name, existing, place -> least(spellings, place, Suggestions::typos));
  }

  /**
   * Returns the postcodes that a name begins, or that begin a name, best first. Another digit is
   * another postcode and no typo.
   */
  public static List<String> postcodes(String name, Map<String, Long> existing) {
    Set<String> spellings = Spelling.of(name);
    return best(name, existing, postcode -> least(spellings, postcode, Suggestions::missing));
  }

  private static List<String> best(
      String name, Map<String, Long> existing, ToIntFunction<String> distance) {
    return existing.entrySet().stream()
        .map(it -> new Candidate(it.getKey(), it.getValue(), distance.applyAsInt(it.getKey())))
        .filter(it -> it.distance() != UNLIKE && !it.name().equals(name))
        .sorted(Candidate.BEST_FIRST)
        .limit(MAX)
        .map(Candidate::name)
        .toList();
  }

  private static int least(
      Set<String> spellings, String name, ToIntBiFunction<String, String> distance) {
    int least = UNLIKE;
    for (String other : Spelling.of(name)) {
      for (String spelling : spellings) {
        least = Math.min(least, distance.applyAsInt(spelling, other));
      }
    }
    return least;
  }

  private static int typos(String spelling, String other) {
    int typos = Spelling.typos(spelling, other);
    return typos < 0 ? UNLIKE : typos;
  }

  private static int missing(String spelling, String other) {
    return spelling.startsWith(other) || other.startsWith(spelling)
        ? Math.abs(spelling.length() - other.length())
        : UNLIKE;
  }
}

package io.storestream.queryapi.suggest;

import io.storestream.model.text.NormalizedName;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The names of countries in all languages that the JDK knows. Thread-safe. */
final class CountryNames {

  private CountryNames() {}

  /** Takes about a second of one processor, and a few megabytes. */
  private static final class Loading {

    static final CompletableFuture<Map<String, Set<String>>> CODES =
        CompletableFuture.supplyAsync(Loading::load);

    private static Map<String, Set<String>> load() {
      List<Locale> languages =
          Arrays.stream(Locale.getAvailableLocales())
              .filter(it -> it.getCountry().isEmpty() && it.getVariant().isEmpty())
              .toList();
      Map<String, Set<String>> codes = new HashMap<>();
      for (String code : Locale.getISOCountries()) {
        Locale country = new Locale.Builder().setRegion(code).build();
        add(codes, code, code);
        add(codes, country.getISO3Country(), code);
        for (Locale language : languages) {
          add(codes, country.getDisplayCountry(language), code);
        }
      }
      return codes;
    }

    private static void add(Map<String, Set<String>> codes, String name, String code) {
      for (String spelling : Spelling.of(NormalizedName.of(name))) {
        codes.computeIfAbsent(spelling, it -> new HashSet<>(1)).add(code);
      }
    }
  }

  /** Completes when the names are known. The first call starts to load them in the background. */
  static CompletableFuture<Void> load() {
    return Loading.CODES.thenAccept(codes -> {});
  }

  /** Returns the codes by spelling; none while they are loaded. */
  private static Map<String, Set<String>> codes() {
    return Loading.CODES.getNow(Map.of());
  }

  /**
   * Returns the ISO 3166-1 alpha-2 codes of the countries with this name, usually one: {@code DE}
   * of {@code GERMANY}, {@code DEUTSCHLAND}, {@code DEU} and {@code DE}. None if there is no such
   * country.
   *
   * @param name normalized
   */
  static Set<String> codesOf(String name) {
    Set<String> codes = new HashSet<>();
    for (String spelling : Spelling.of(name)) {
      codes.addAll(codes().getOrDefault(spelling, Set.of()));
    }
    return codes;
  }

  /**
   * Returns the codes of the countries whose name is a typo away from this one, and begins alike.
   *
   * @param name normalized
   */
  static Set<String> codesLike(String name) {
    Set<String> codes = new HashSet<>();
    for (String spelling : Spelling.of(name)) {
      codes()
          .forEach(
              (other, its) -> {
                // Most names begin with another letter, which is quick to see.
                if (other.charAt(0) == spelling.charAt(0) && Spelling.typos(spelling, other) >= 0) {
                  codes.addAll(its);
                }
              });
    }
    return codes;
  }
}

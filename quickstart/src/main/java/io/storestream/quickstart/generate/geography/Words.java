package io.storestream.quickstart.generate.geography;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.datafaker.providers.base.BaseFaker;

/**
 * What names and addresses of one language are put together from.
 *
 * @param streets names of streets
 * @param lasts family names
 * @param towns names of towns
 */
public record Words(List<String> streets, List<String> lasts, List<String> towns) {
  /**
   * Enough that combinations of two seldom repeat, few enough that drawing them takes milliseconds.
   */
  private static final int POOL = 400;

  public Words {
    streets = List.copyOf(streets);
    lasts = List.copyOf(lasts);
    towns = List.copyOf(towns);
  }

  /**
   * Draws the words once a run, because Datafaker makes some ten thousand a second and a row needs
   * several.
   *
   * @param locale which of Datafaker's languages, as a BCP 47 tag
   * @param seed the same seed draws the same words
   */
  static Words draw(String locale, long seed) {
    Random random = new Random(RowRandom.mix(seed + locale.hashCode()));
    BaseFaker faker = new BaseFaker(Locale.forLanguageTag(locale), random);
    return new Words(
        pool(() -> faker.address().streetName()),
        pool(() -> faker.name().lastName()),
        pool(() -> faker.address().cityName()));
  }

  private static List<String> pool(Supplier<String> source) {
    return Stream.generate(source).limit(POOL).map(String::strip).toList();
  }
}

package io.storestream.maintenance.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.dynamodb.item.CountItems;
import io.storestream.maintenance.verify.counts.CountsMatch;
import io.storestream.maintenance.verify.counts.ExpectedCounts;
import io.storestream.maintenance.verify.state.ComparisonsByStore;
import io.storestream.maintenance.verify.state.ItemState;
import io.storestream.maintenance.verify.state.TopicState;
import io.storestream.model.Fingerprint;
import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.model.Version;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a verification holds of each store and location is small: 10 million fit into 2 GB. */
@Tag("benchmarks")
class VerificationMemoryTest {

  private static final int STORES = 1_000_000;
  private static final int CITIES = 100_000;
  private static final int STATES = 500;
  private static final int COUNTRIES = 50;

  /** Each city has one, and 32 of a level are in one of the next. */
  private static final int CELLS = 100_000 + 3_125 + 98 + 4 + 1;

  private static final int LOCATIONS = CITIES + STATES + COUNTRIES + CELLS;

  @Test
  void shouldHoldAMillionStoresInATenthOfTwoGigabytes() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx200m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                TopicFirst.class.getName())
            .redirectErrorStream(true)
            .start();
    String output;
    try (InputStream out = process.getInputStream()) {
      output = new String(out.readAllBytes(), UTF_8);
    }

    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(output.strip())
        .isEqualTo(STORES + " missing, then 0\n" + LOCATIONS + " locations, 1 wrong");
  }

  /** Runs in a separate JVM: all of the topic comes before the first item. */
  static final class TopicFirst {

    private static final String DIGITS = "0123456789bcdefghjkmnpqrstuvwxyz";

    private TopicFirst() {}

    /** Prints how many stores are missing, before and after the items, and how counts compare. */
    public static void main(String[] args) {
      List<String> locations =
          IntStream.range(0, CITIES).mapToObj(i -> city(i).path() + "\n" + cell(i).path()).toList();
      ComparisonsByStore comparisons = new ComparisonsByStore();
      for (int i = 0; i < STORES; i++) {
        String ofStore = locations.get(i % CITIES);
        TopicState state =
            new TopicState(new Version(i, 0), Instant.EPOCH, false, ofStore, new Fingerprint(i, i));
        comparisons.update(storeNumber(i), it -> it.sawRecord(state));
      }
      int before = missing(comparisons);
      for (int i = STORES - 1; i >= 0; i--) {
        ItemState state = new ItemState(new Version(i, 0), false, new Fingerprint(i, i));
        comparisons.update(storeNumber(i), it -> it.sawItem(state));
      }
      System.out.println(before + " missing, then " + missing(comparisons));

      CountsMatch match = new CountsMatch(ExpectedCounts.of(comparisons, true));
      for (int i = 0; i < CITIES; i++) {
        accept(match, city(i), STORES / CITIES + (i < STORES % CITIES ? 1 : 0));
      }
      for (int i = 0; i < STATES; i++) {
        accept(match, city(i).parent(), STORES / STATES);
      }
      for (int i = 0; i < COUNTRIES; i++) {
        accept(match, city(i).parent().parent(), i == 0 ? 0 : STORES / COUNTRIES);
      }
      for (int level = 5, cities = 1; level > 0; level--, cities *= DIGITS.length()) {
        for (int first = 0; first < CITIES; first += cities) {
          Location cell = cell(first).lineage().get(level - 1);
          accept(match, cell, (long) Math.min(cities, CITIES - first) * STORES / CITIES);
        }
      }
      System.out.println(match.locations() + " locations, " + match.candidates().size() + " wrong");
    }

    private static Location city(int i) {
      String country = "C" + i % COUNTRIES;
      return new Location(List.of(country, "S" + i % STATES, "City %06d".formatted(i)));
    }

    private static Location cell(int i) {
      StringBuilder geohash = new StringBuilder();
      for (int rest = i; geohash.length() < 5; rest /= DIGITS.length()) {
        geohash.insert(0, DIGITS.charAt(rest % DIGITS.length()));
      }
      return Location.cell(geohash.toString());
    }

    private static void accept(CountsMatch match, Location location, long count) {
      match.accept(CountItems.toItem(new LocationCount(location, count, new Version(0, 1))));
    }

    /** Sixteen characters. */
    private static byte[] storeNumber(int i) {
      return ((100_000 + i % 100_000) + "-" + (100_000_000 + i)).getBytes(UTF_8);
    }

    private static int missing(ComparisonsByStore comparisons) {
      AtomicInteger missing = new AtomicInteger();
      comparisons.forEach(
          (number, it) -> missing.addAndGet(it.difference(Instant.EPOCH).isPresent() ? 1 : 0));
      return missing.get();
    }
  }
}

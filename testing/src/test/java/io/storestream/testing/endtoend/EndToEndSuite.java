package io.storestream.testing.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.ingester.command.IngestFigures;
import io.storestream.quickstart.ExpectedTable;
import io.storestream.quickstart.Stores;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CSV in, HTTP out: the whole path on any servers. Each test starts on empty ones. */
abstract class EndToEndSuite {

  private static final Instant EARLIER = Instant.parse("2017-02-01T00:00:00Z");

  @TempDir Path directory = Path.of("");

  abstract Backends startBackends();

  @Test
  void shouldWriteOnlyWhatChanges() throws IOException {
    Path sample = resource("sample.csv");
    try (Backends backends = startBackends();
        WholePath path = new WholePath(backends, directory.resolve("state"))) {
      path.load(sample, Instant.now());
      long first = path.figures().writeRequests(); // of stores and of counts
      assertThat(path.figures()).isEqualTo(new IngestFigures(1000, 0, 0, first, 0));
      requireWhatTheFileSays(path, sample);

      path.load(sample, Instant.now());
      assertThat(path.figures()).isEqualTo(new IngestFigures(1000, 1000, 0, first, 0));

      Path changed =
          copy(sample, "125th & W. Center Rd.", "125th and West Center"); // one store's name
      path.load(changed, Instant.now());
      assertThat(path.figures()).isEqualTo(new IngestFigures(1001, 1999, 0, first + 1, 0));
      requireTheStoresAndCountsOf(path, changed);

      path.load(sample, EARLIER);
      assertThat(path.figures()).isEqualTo(new IngestFigures(1001, 1999, 1000, first + 1, 0));
      requireTheStoresAndCountsOf(path, changed);

      assertThat(path.get("/v1/stores/2651-53179"))
          .contains("\"storeName\":\"125th and West Center\"");
      assertThat(path.get("/v1/stores?country=us&state=ne&city=omaha&postcode=68144"))
          .contains("\"storeNumber\":\"2651-53179\"");
      assertThat(path.get("/metrics"))
          .contains("storestream_items_written_total{table=\"StarbucksLocations\"} 1001.0")
          .contains("storestream_events_total{fate=\"stale\"} 1000.0");
    }
  }

  @Test
  void shouldGoOnWhereItWasStoppedEvenWithoutItsState() throws IOException {
    Path sample = resource("sample.csv");
    Path moved = copy(sample, ",Omaha,NE,", ",Lincoln,NE,");
    try (Backends backends = startBackends()) {
      try (WholePath path = new WholePath(backends, directory.resolve("state"))) {
        path.load(sample, Instant.now());
        path.publish(moved, Instant.now()); // and is stopped midway
      }
      try (WholePath path = new WholePath(backends, directory.resolve("another state"))) {
        path.awaitCaughtUp();

        requireTheStoresAndCountsOf(path, moved);
      }
    }
  }

  static void requireWhatTheFileSays(WholePath path, Path file) throws IOException {
    Map<String, Map<String, String>> expected = ExpectedTable.of(file);
    assertThat(path.stores()).isEqualTo(expected);
    assertThat(path.countsDownToPostcodes()).isEqualTo(counts(expected));
  }

  /** Spares the hundreds of requests that ask each city. */
  private static void requireTheStoresAndCountsOf(WholePath path, Path file) throws IOException {
    Map<String, Map<String, String>> expected = ExpectedTable.of(file);
    assertThat(path.stores()).isEqualTo(expected);
    assertThat(path.counts()).isEqualTo(counts(expected));
  }

  /**
   * Returns the number of stores of each country, state and city, by their names from the country
   * on.
   */
  private static Map<List<String>, Long> counts(Map<String, Map<String, String>> stores) {
    Map<List<String>, Long> counts = new HashMap<>();
    for (Map<String, String> store : stores.values()) {
      List<String> location =
          Arrays.stream(
                  (store.get("Country") + "#" + store.get("StateCityPostcode")).split("#", -1))
              .map(name -> name.replace("%23", "#").replace("%25", "%"))
              .collect(Collectors.toUnmodifiableList());
      for (int level = 1; level <= 3; level++) {
        counts.merge(location.subList(0, level), 1L, Long::sum);
      }
    }
    return counts;
  }

  private Path copy(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    return Files.writeString(directory.resolve("changed.csv"), text.replace(from, to));
  }

  final Path resource(String name) throws IOException {
    Path copy = directory.resolve(name);
    try (InputStream in = Stores.class.getResourceAsStream(name)) {
      Files.copy(Objects.requireNonNull(in), copy);
    }
    return copy;
  }
}

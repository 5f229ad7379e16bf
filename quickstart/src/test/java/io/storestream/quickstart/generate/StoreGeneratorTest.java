package io.storestream.quickstart.generate;

import static io.storestream.quickstart.generate.Generated.lines;
import static io.storestream.quickstart.generate.Generated.stores;
import static io.storestream.quickstart.generate.Generated.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreGeneratorTest {
  private static final String HEADER =
      "Brand,Store Number,Store Name,Ownership Type,Street"
          + " Address,City,State/Province,Country,Postcode,Phone"
          + " Number,Timezone,Longitude,Latitude";
  private static final String EXAMPLE =
      "Northwind Coffee,2651-53179,125th & W. Center Rd.,Company Owned,12510 West Center"
          + " Road,Omaha,NE,US,681443957,402-555-0125,GMT-06:00 America/Chicago,-96.1,41.23";

  @ParameterizedTest
  @ValueSource(longs = {1, 2, -7, Long.MAX_VALUE})
  void shouldWriteHeaderAndExampleStoreWhateverTheSeed(long seed) {
    assertThat(text(new GeneratorOptions(1, seed, 0, 0))).isEqualTo(HEADER + "\n" + EXAMPLE + "\n");
  }

  @Test
  void shouldStillWriteTheBundledSample() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    new StoreGenerator(stores(1_000)).writeTo(out);

    try (InputStream sample =
        requireNonNull(
            StoreGenerator.class.getResourceAsStream("/io/storestream/quickstart/sample.csv"))) {
      assertThat(out.toString(UTF_8)).isEqualTo(new String(sample.readAllBytes(), UTF_8));
    }
  }

  @Test
  void shouldWriteTheSameUnderAnotherLocaleAndTimeZone() {
    String expected = text(stores(2_000));
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR")); // Its lower case of I is not i.
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
      assertThat(text(stores(2_000))).isEqualTo(expected);

      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab")); // Its digits are not 0 to 9.
      assertThat(text(stores(2_000))).isEqualTo(expected);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void shouldWriteOtherStoresForAnotherSeed() {
    assertThat(lines(new GeneratorOptions(1_000, 2, 0, 0)).subList(2, 1_001))
        .doesNotContainAnyElementsOf(lines(stores(1_000)).subList(2, 1_001));
  }

  @Test
  void shouldBeginALargerFileWithASmallerOne() {
    assertThat(text(stores(3_000))).startsWith(text(stores(1_000)));
  }

  @Test
  void shouldFlushAndLeaveTheTargetOpen() {
    boolean[] flushed = {false};
    OutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void flush() {
            flushed[0] = true;
          }

          @Override
          public void close() {
            throw new AssertionError("closed");
          }
        };

    new StoreGenerator(stores(1)).writeTo(out);

    assertThat(flushed).containsExactly(true);
  }

  @Test
  void shouldPassOnThatTheTargetFails() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("No space left on device");
          }
        };

    assertThatThrownBy(() -> new StoreGenerator(stores(1)).writeTo(full))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage("No space left on device");
  }

  @Test
  void shouldTellNowAndThenHowManyAreDone() {
    List<Long> done = new ArrayList<>();
    new StoreGenerator(stores(10_000)).writeTo(OutputStream.nullOutputStream(), done::add);
    assertThat(done).containsExactly(0L, 4096L, 8192L);
  }
}

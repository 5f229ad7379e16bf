package io.storestream.ingester.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.model.Fingerprint;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a verification holds of each store is small: 10 million fit into 2 GB. */
class SidesByStoreTest {

  private static final int STORES = 1_000_000;

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
    assertThat(output.strip()).isEqualTo(STORES + " missing, then 0");
  }

  /** Runs in a JVM of its own: all of the topic comes before the first item. */
  static final class TopicFirst {

    private TopicFirst() {}

    /** Prints how many stores are missing, before and after the items. */
    public static void main(String[] args) {
      SidesByStore sides = new SidesByStore();
      for (int i = 0; i < STORES; i++) {
        TopicState state = new TopicState(i, Instant.EPOCH, false, "", new Fingerprint(i, i));
        sides.update(storeNumber(i), it -> it.sawRecord(state));
      }
      int before = missing(sides);
      for (int i = STORES - 1; i >= 0; i--) {
        ItemState state = new ItemState(i, false, new Fingerprint(i, i));
        sides.update(storeNumber(i), it -> it.sawItem(state));
      }
      System.out.println(before + " missing, then " + missing(sides));
    }

    private static byte[] storeNumber(int i) {
      return "%06d-%09d".formatted(i % 100_000, i).getBytes(UTF_8);
    }

    private static int missing(SidesByStore sides) {
      AtomicInteger missing = new AtomicInteger();
      sides.forEach(
          (number, it) -> missing.addAndGet(it.difference(Instant.EPOCH).isPresent() ? 1 : 0));
      return missing.get();
    }
  }
}

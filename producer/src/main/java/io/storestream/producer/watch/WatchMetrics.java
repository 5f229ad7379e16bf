package io.storestream.producer.watch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.storestream.producer.watch.FilePublisher.Published;
import java.time.Duration;

/**
 * The metrics of one folder. Each file that was taken is done or failed in the end, or taken again
 * after a restart. Thread-safe.
 */
final class WatchMetrics {

  private static final String FOLDER = "folder";

  private final Counter taken;
  private final Counter done;
  private final Counter failed;
  private final Counter rows;
  private final Counter rejected;
  private volatile Look last = new Look(0, Duration.ZERO, 0);

  /**
   * @param age of the oldest file
   * @param atNs when it was this old, as {@link System#nanoTime()}
   */
  private record Look(int files, Duration age, long atNs) {

    /** Grows while a file is published, or tried. */
    double ageNow() {
      return files == 0 ? 0 : (age.toNanos() + System.nanoTime() - atNs) / 1e9;
    }
  }

  WatchMetrics(MeterRegistry registry, WatchedFolder folder) {
    String name = folder.path().toString();
    taken =
        counter(
            registry,
            name,
            "storestream.files.taken",
            "Files whose publishing has begun or gone on");
    done = counter(registry, name, "storestream.files.done", "Files that were published");
    failed = counter(registry, name, "storestream.files.failed", "Files that can't be used");
    rows =
        counter(
            registry, name, "storestream.file.rows", "Rows of published files, rejected included");
    rejected = counter(registry, name, "storestream.file.rows.rejected", "Rows that can't be used");
    Gauge.builder("storestream.files.waiting", () -> last.files())
        .description("Files that wait or are being published")
        .tag(FOLDER, name)
        .register(registry);
    Gauge.builder("storestream.files.oldest.age", () -> last.ageNow())
        .description("How long ago the oldest of them was first seen")
        .baseUnit("seconds")
        .tag(FOLDER, name)
        .register(registry);
  }

  private static Counter counter(
      MeterRegistry registry, String folder, String name, String description) {
    return Counter.builder(name).description(description).tag(FOLDER, folder).register(registry);
  }

  void onLook(int files, Duration age) {
    last = new Look(files, age, System.nanoTime());
  }

  void onTaken() {
    taken.increment();
  }

  void onDone(Published published) {
    rows.increment((double) published.rowsRead());
    rejected.increment((double) published.rowsRejected());
    done.increment();
  }

  void onFailed() {
    failed.increment();
  }
}

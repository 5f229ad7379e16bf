package io.storestream.producer.watch;

import io.micrometer.core.instrument.MeterRegistry;
import io.storestream.cli.CommandFailedException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the files of some folders until it is stopped, a file of each folder in turn. What
 * can't be published now, as while no broker answers, is tried again. One thread runs it; any
 * thread may ask for {@link #trouble()}.
 *
 * <p>Every row is published at least once. If a file is published again after a crash, its events
 * are the same as before, with the same times, and ingesters drop them as duplicates.
 */
public final class FolderWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

  private static final Duration MAX_WAIT = Duration.ofSeconds(30);

  private final FilePublisher publisher;
  private final Duration interval;
  private final List<FolderQueue> queues = new ArrayList<>();
  private volatile @Nullable String trouble;

  private FolderWatch(FilePublisher publisher, Duration interval) {
    this.publisher = publisher;
    this.interval = interval;
  }

  /**
   * Prepares the folders; {@link #run} begins to publish.
   *
   * @param interval between two looks at the folders
   * @throws CommandFailedException if a folder does not exist, can't be written or is watched by
   *     another process
   */
  public static FolderWatch open(
      WatchSettings settings, FilePublisher publisher, MeterRegistry registry, Duration interval) {
    FolderWatch watch = new FolderWatch(publisher, interval);
    TakingClock clock = new TakingClock(InstantSource.system());
    try {
      for (WatchedFolder folder : settings.folders()) {
        watch.queues.add(
            FolderQueue.open(
                folder, settings, clock, new WatchMetrics(registry, folder), interval));
      }
    } catch (RuntimeException e) {
      watch.close();
      throw e;
    }
    return watch;
  }

  /**
   * Publishes files until a stop is requested, also in the middle of a file. That file is published
   * again, as a duplicate, by the next run.
   *
   * @param stop waits for the request, for at most the given time, and returns whether there is one
   */
  public void run(Predicate<Duration> stop) {
    Duration wait = Duration.ZERO;
    while (!stop.test(wait)) {
      boolean more = false;
      String problem = null;
      for (FolderQueue queue : queues) {
        try {
          more |=
              !stop.test(Duration.ZERO)
                  && queue.publishNext(publisher, () -> stop.test(Duration.ZERO));
        } catch (RuntimeException e) {
          if (stop.test(Duration.ZERO)) {
            return;
          }
          problem = problem == null ? report(queue.folder(), e) : problem;
        }
      }
      trouble = problem;
      wait = problem != null ? longer(wait) : more ? Duration.ZERO : interval;
    }
  }

  /** Tells of a problem once, and not at each attempt. */
  private String report(WatchedFolder folder, RuntimeException e) {
    boolean isExpected = e instanceof CommandFailedException;
    String problem =
        "%s is held back: %s"
            .formatted(folder.path(), isExpected ? e.getMessage() : "unexpected " + e);
    if (!problem.equals(trouble)) {
      LOG.warn("{}; trying again", problem, isExpected ? null : e);
    }
    return problem;
  }

  private Duration longer(Duration wait) {
    Duration twice = wait.multipliedBy(2);
    return twice.compareTo(interval) < 0
        ? interval
        : twice.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : twice;
  }

  /** Returns why files are held back, or nothing if all is well. */
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** Ends the locks of the folders. */
  @Override
  public void close() {
    queues.forEach(FolderQueue::close);
  }
}

package io.storestream.producer.watch;

import io.storestream.producer.watch.FilePublisher.Published;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the files of one folder in their order. A file that is not complete yet holds back
 * those behind it. Not thread-safe.
 */
final class FolderQueue implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FolderQueue.class);

  private final WatchedFolder folder;
  private final FolderFiles files;
  private final FolderLock lock;
  private final Comparator<WaitingFile> order;
  private final QuietFiles quiet;
  private final TakingClock clock;
  private final WatchMetrics metrics;

  private FolderQueue(
      WatchedFolder folder,
      FolderFiles files,
      FolderLock lock,
      WatchSettings settings,
      TakingClock clock,
      WatchMetrics metrics) {
    this.folder = folder;
    this.files = files;
    this.lock = lock;
    this.order = settings.order().comparator();
    this.quiet = new QuietFiles(settings.quietTime(), System::nanoTime);
    this.clock = clock;
    this.metrics = metrics;
  }

  /**
   * Prepares a folder, and keeps other processes from watching it.
   *
   * @throws io.storestream.cli.CommandFailedException if it does not exist, can't be written or is
   *     watched already
   */
  static FolderQueue open(
      WatchedFolder folder, WatchSettings settings, TakingClock clock, WatchMetrics metrics) {
    FolderFiles files = new FolderFiles(folder.path());
    files.prepare();
    return new FolderQueue(folder, files, FolderLock.of(folder.path()), settings, clock, metrics);
  }

  /**
   * Publishes the next file, if there is one.
   *
   * @param isStopped whether an error of the publisher means only that it was stopped
   * @return whether there may be another file at once
   * @throws io.storestream.cli.CommandFailedException if the file can't be published now; it is
   *     next again
   */
  boolean publishNext(FilePublisher publisher, BooleanSupplier isStopped) {
    Optional<TakenFile> next = next();
    next.ifPresent(file -> publish(file, publisher, isStopped));
    return next.isPresent();
  }

  private Optional<TakenFile> next() {
    List<TakenFile> taken = files.taken();
    List<WaitingFile> waiting = files.waiting();
    quiet.look(waiting);
    metrics.onLook(taken.size() + waiting.size(), oldestAge(taken));
    taken.forEach(it -> clock.passed(it.updatedAt()));
    if (!taken.isEmpty()) {
      return Optional.of(taken.get(0));
    }
    return waiting.stream()
        .min(order)
        .filter(quiet::isQuiet)
        .flatMap(it -> files.take(it, clock.next()));
  }

  private Duration oldestAge(List<TakenFile> taken) {
    Duration waiting = quiet.oldestAge();
    return taken.stream()
        .map(it -> clock.age(it.updatedAt()))
        .filter(it -> it.compareTo(waiting) > 0)
        .max(Comparator.naturalOrder())
        .orElse(waiting);
  }

  private void publish(TakenFile file, FilePublisher publisher, BooleanSupplier isStopped) {
    metrics.onTaken();
    Published published;
    try {
      published = publisher.publish(file, folder);
    } catch (UnusableFileException e) {
      if (isStopped.getAsBoolean()) {
        throw e;
      }
      LOG.warn("{} is in failed: {}", file.origin(), e.getMessage());
      files.fail(file, String.valueOf(e.getMessage()));
      metrics.onFailed();
      return;
    }
    files.finish(file, published);
    metrics.onDone(published);
    LOG.info(
        "{} is done: {} rows read, {} rejected, {} events published",
        file.origin(),
        published.rowsRead(),
        published.rowsRejected(),
        published.eventsPublished());
    if (published.nothingClosedBecause() != null) {
      LOG.warn("{}: no store was closed: {}", file.origin(), published.nothingClosedBecause());
    }
  }

  WatchedFolder folder() {
    return folder;
  }

  @Override
  public void close() {
    lock.close();
  }
}

package io.storestream.producer.watch;

import io.storestream.producer.watch.FilePublisher.Published;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
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
  private final long intervalNs;
  private final Deque<WaitingFile> ready = new ArrayDeque<>();
  private long lookedNs;

  private FolderQueue(
      WatchedFolder folder,
      FolderFiles files,
      FolderLock lock,
      WatchSettings settings,
      TakingClock clock,
      WatchMetrics metrics,
      Duration interval) {
    this.folder = folder;
    this.files = files;
    this.lock = lock;
    this.order = settings.order().comparator();
    this.quiet = new QuietFiles(settings.quietTime(), System::nanoTime);
    this.clock = clock;
    this.metrics = metrics;
    this.intervalNs = interval.toNanos();
  }

  /**
   * Prepares a folder, and keeps other processes from watching it.
   *
   * @param interval between two looks at the folder, while more of its files are ready
   * @throws io.storestream.cli.CommandFailedException if it does not exist, can't be written or is
   *     watched already
   */
  static FolderQueue open(
      WatchedFolder folder,
      WatchSettings settings,
      TakingClock clock,
      WatchMetrics metrics,
      Duration interval) {
    FolderFiles files = new FolderFiles(folder.path());
    files.prepare();
    return new FolderQueue(
        folder, files, FolderLock.of(folder.path()), settings, clock, metrics, interval);
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
    return next.isPresent() || !ready.isEmpty();
  }

  private Optional<TakenFile> next() {
    List<TakenFile> taken = files.taken();
    taken.forEach(it -> clock.passed(it.updatedAt()));
    if (ready.isEmpty() || System.nanoTime() - lookedNs >= intervalNs) {
      look(taken);
    }
    if (!taken.isEmpty()) {
      return Optional.of(taken.get(0));
    }
    WaitingFile head = ready.poll();
    return head == null || !files.isUnchanged(head)
        ? Optional.empty()
        : files.take(head, clock.next());
  }

  /** Lists the folder, which takes long if there are many files. */
  private void look(List<TakenFile> taken) {
    List<WaitingFile> waiting = files.waiting();
    quiet.look(waiting);
    lookedNs = System.nanoTime();
    metrics.onLook(taken.size() + waiting.size(), oldestAge(taken));
    ready.clear();
    waiting.stream().sorted(order).takeWhile(quiet::isQuiet).forEach(ready::add);
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
        "{} is done: {} rows read, {} rejected, {} events published, {} stores closed",
        file.origin(),
        published.rowsRead(),
        published.rowsRejected(),
        published.eventsPublished(),
        published.storesClosed());
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

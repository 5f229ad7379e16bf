package io.storestream.producer;

import io.storestream.cli.CommandFailedException;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.Topics;
import io.storestream.model.event.StoreChange;
import io.storestream.producer.file.ByteProgress;
import io.storestream.producer.file.CheckedFile;
import io.storestream.producer.file.FileFindings;
import io.storestream.producer.file.FilePass;
import io.storestream.producer.file.FilePass.RowCounts;
import io.storestream.producer.file.StoreFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Publishes some files. It first checks everything that can be checked, so that a mistake in the
 * last file is found before the first is published. Used once, by one thread.
 */
final class PublishRun {

  private final KafkaOptions kafka;
  private final Instant updatedAt;
  private final List<StoreFile> files;
  private final @Nullable Snapshot snapshot;
  private final long startedNs = System.nanoTime();
  private final List<Path> rejectsFiles = new ArrayList<>();

  /**
   * Checks everything but the contents of the files.
   *
   * @param updatedAt of all rows and of the stores that are closed
   * @param isSnapshot whether the files together list all stores
   * @throws CommandFailedException if a file, the cluster or a topic does not exist
   */
  PublishRun(
      KafkaOptions kafka,
      String topic,
      Instant updatedAt,
      List<StoreFile> files,
      boolean isSnapshot) {
    this.kafka = kafka;
    this.updatedAt = updatedAt;
    this.files = List.copyOf(files);
    try {
      requireFiles();
    } catch (CommandFailedException e) {
      throw withEventsPublished(e, 0);
    }
    requireTopics(isSnapshot ? Set.of(topic, Topics.STORES) : Set.of(topic));
    this.snapshot = isSnapshot ? new Snapshot(LiveStores.read(kafka)) : null;
  }

  private void requireFiles() {
    files.forEach(StoreFile::requireReadable);
    if (files.stream().filter(file -> file.path() == null).count() > 1) {
      throw new CommandFailedException("standard input can be read only once: give - once");
    }
    StoreFile.requireOwnRejectsFiles(files);
  }

  private void requireTopics(Set<String> needed) {
    try (KafkaAdmin admin = KafkaAdmin.connect(kafka)) {
      Set<String> missing = new TreeSet<>(needed);
      missing.removeAll(admin.partitionsOf(needed).keySet());
      if (!missing.isEmpty()) {
        throw new CommandFailedException(
            ("topic %s does not exist: start `./stores ingest` first, it creates its topics,"
                    + " or create it yourself")
                .formatted(String.join(" and ", missing)));
      }
    }
  }

  /**
   * Publishes. When this returns, every event has arrived.
   *
   * @param opened is closed with this run
   * @throws CommandFailedException if a file can't be read to its end or an event can't be
   *     delivered; no store is closed then
   */
  PublishReport run(EventPublisher opened) {
    try (EventPublisher publisher = opened;
        StopHook hook = new StopHook(publisher)) {
      hook.start();
      RowCounts rows = read(publisher);
      String obstacle = snapshot == null ? null : snapshot.obstacle(files, rows);
      long closed = obstacle == null ? closeUnseen(publisher) : 0;
      publisher.awaitDelivery();
      return PublishReport.of(
          rows, closed, obstacle, rejectsFiles, Duration.ofNanos(System.nanoTime() - startedNs));
    }
  }

  /**
   * Publishes the contents of the files.
   *
   * @throws CommandFailedException if a file can't be read to its end, with the number of events
   *     published before; or if an event can't be delivered. If both, the message is of the file,
   *     and the other is suppressed
   */
  RowCounts read(EventPublisher publisher) {
    try {
      return publish(check(), publisher);
    } catch (CommandFailedException e) {
      if (publisher.hasFailed()) {
        throw e;
      }
      try {
        publisher.awaitDelivery();
      } catch (CommandFailedException undelivered) {
        e.addSuppressed(undelivered);
      }
      throw withEventsPublished(e, publisher.delivered());
    }
  }

  /** Adds to an error of a file how many events were published before it. */
  private CommandFailedException withEventsPublished(CommandFailedException e, long events) {
    String published =
        events == 0
            ? "nothing was published"
            : "%,d %s been published before%s; publishing the same again does no harm"
                .formatted(
                    events,
                    events == 1 ? "event had" : "events had",
                    snapshot == null ? "" : ", and no store was closed");
    return new CommandFailedException(e.getMessage() + "; " + published, e);
  }

  /** Reads the files that are read twice for the first time. */
  private Map<StoreFile, CheckedFile> check() {
    List<StoreFile> twice = files.stream().filter(StoreFile::isReadTwice).distinct().toList();
    Map<StoreFile, CheckedFile> checked = new HashMap<>();
    try (ByteProgress progress = ByteProgress.start("checking", twice)) {
      for (StoreFile file : twice) {
        try (FileFindings findings = new FileFindings(file)) {
          FilePass pass = new FilePass(file, updatedAt, progress);
          checked.put(file, CheckedFile.check(pass, findings));
          findings.complete();
        }
      }
    }
    return checked;
  }

  private RowCounts publish(Map<StoreFile, CheckedFile> checked, EventPublisher publisher) {
    RowCounts total = RowCounts.NONE;
    try (ByteProgress progress = ByteProgress.start("publishing", files)) {
      for (StoreFile file : files) {
        FilePass pass = new FilePass(file, updatedAt, progress);
        CheckedFile twice = checked.get(file);
        RowCounts rows =
            twice == null
                ? publishUnchecked(pass, publisher)
                : twice.forEachLatest(pass, change -> publish(change, publisher));
        if (rows.rejected() > 0) {
          rejectsFiles.add(file.rejectsFile());
        }
        total = total.plus(rows);
      }
    }
    return total;
  }

  private RowCounts publishUnchecked(FilePass pass, EventPublisher publisher) {
    try (FileFindings findings = new FileFindings(pass.file())) {
      RowCounts rows =
          pass.run(
              findings,
              change -> {
                publish(change, publisher);
                return true;
              });
      findings.complete();
      return rows;
    }
  }

  private void publish(StoreChange change, EventPublisher publisher) {
    publisher.publish(change);
    if (snapshot != null) {
      snapshot.seen(change.storeNumber());
    }
  }

  private long closeUnseen(EventPublisher publisher) {
    return snapshot == null
        ? 0
        : snapshot.closeUnseen(
            storeNumber -> publisher.publish(new StoreChange.Delete(storeNumber, updatedAt)));
  }
}

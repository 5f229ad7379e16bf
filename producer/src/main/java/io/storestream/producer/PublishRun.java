package io.storestream.producer;

import io.storestream.cli.CommandFailedException;
import io.storestream.formats.RowReader.Row;
import io.storestream.formats.RowReader.RowKind;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.Topics;
import io.storestream.model.event.StoreChange;
import io.storestream.producer.file.FirstRows;
import io.storestream.producer.file.InputFiles;
import io.storestream.producer.file.InputFiles.Found;
import io.storestream.producer.file.StoreFile;
import io.storestream.producer.live.DryRun;
import io.storestream.producer.live.Snapshot;
import io.storestream.producer.watch.UnusableFileException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes some files, or compares them with the stores that exist. It first checks everything
 * that can be checked, so that a mistake in the last file is found before the first is published.
 * Used once, by one thread.
 */
final class PublishRun {

  private static final Logger LOG = LoggerFactory.getLogger(PublishRun.class);

  private final PublishSettings settings;
  private final InputFiles files;
  private final FirstRows outOfScope = new FirstRows();
  private @Nullable Snapshot snapshot;

  PublishRun(PublishSettings settings, List<StoreFile> files) {
    this(settings, files, bytes -> {});
  }

  /**
   * @param onBytes receives how many more bytes of the files have been read; may throw to end that
   */
  PublishRun(PublishSettings settings, List<StoreFile> files, LongConsumer onBytes) {
    this.settings = settings;
    this.files = new InputFiles(files, settings.updatedAt(), settings.reading(), onBytes);
  }

  /**
   * Publishes. When this returns, every event has arrived.
   *
   * @param publishers creates the publisher, which is closed with this run
   * @throws CommandFailedException if a file, the cluster or a topic does not exist, a file can't
   *     be read to its end, or an event can't be delivered; no store is closed then
   */
  PublishReport publish(Supplier<EventPublisher> publishers) {
    requireReadable();
    requireTopics(settings);
    startSnapshot();
    try (EventPublisher publisher = publishers.get();
        StopHook hook = new StopHook(publisher)) {
      hook.start();
      PublishReport report = read(publisher);
      publisher.awaitDelivery();
      return report;
    }
  }

  /**
   * Publishes as one of many runs that share a publisher. When this returns, every event of this
   * run has arrived.
   *
   * @param publisher its topic exists; stays open
   * @throws UnusableFileException if a file can't be read to its end
   * @throws CommandFailedException if an event can't be delivered, or the stores that exist can't
   *     be read
   */
  PublishReport publish(EventPublisher publisher) {
    requireReadable();
    startSnapshot();
    PublishReport report = read(publisher);
    publisher.awaitDelivery();
    return report;
  }

  /**
   * Compares the files with the stores that exist, and publishes nothing.
   *
   * @return what would be published
   * @throws CommandFailedException as {@link #publish} says
   */
  PublishReport compare(DryRun stores) {
    requireReadable();
    requireTopics(settings.kafka(), Set.of(Topics.STORES));
    startSnapshot();
    stores.start();
    try {
      return read(stores::accept);
    } catch (CommandFailedException e) {
      throw withEventsPublished(e, 0);
    }
  }

  private void requireReadable() {
    try {
      InputFiles.requireReadable(files.files());
    } catch (CommandFailedException e) {
      throw withEventsPublished(e, 0);
    }
  }

  private void startSnapshot() {
    if (settings.snapshot() != null) {
      snapshot = Snapshot.start(settings.snapshot(), settings.kafka());
    }
  }

  /**
   * Checks that the topics exist that publishing needs.
   *
   * @throws CommandFailedException if one does not, or no broker answers
   */
  static void requireTopics(PublishSettings settings) {
    requireTopics(
        settings.kafka(),
        settings.snapshot() == null
            ? Set.of(settings.topic())
            : Set.of(settings.topic(), Topics.STORES));
  }

  private static void requireTopics(KafkaOptions kafka, Set<String> needed) {
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
   * Publishes the contents of the files, and closes the stores that a snapshot lacks.
   *
   * @throws UnusableFileException if a file can't be read to its end, with the number of events
   *     published before; if an event can't be delivered either, that is suppressed
   * @throws CommandFailedException if only an event can't be delivered
   */
  PublishReport read(EventPublisher publisher) {
    long before = publisher.delivered();
    try {
      return read(publisher::publish);
    } catch (CommandFailedException e) {
      if (publisher.hasFailed()) {
        throw e;
      }
      try {
        publisher.awaitDelivery();
      } catch (CommandFailedException undelivered) {
        e.addSuppressed(undelivered);
      }
      throw withEventsPublished(e, publisher.delivered() - before);
    }
  }

  private PublishReport read(Consumer<StoreChange> events) {
    Found found =
        files.read(
            (file, row) -> {
              events.accept(row.change());
              track(file, row);
            });
    if (outOfScope.count() > 0) {
      LOG.warn("{} rows are of stores out of --scope: {}", outOfScope.count(), outOfScope);
    }
    String obstacle = snapshot == null ? null : snapshot.obstacle(found.rows());
    long closed = snapshot == null || obstacle != null ? 0 : closeUnseen(snapshot, events);
    return new PublishReport(found, outOfScope.count(), closed, obstacle);
  }

  private void track(StoreFile file, Row.Event row) {
    if (snapshot != null && row.kind() == RowKind.EVENT) {
      snapshot.sawEvent(file.name());
    }
    if (snapshot != null
        && row.change() instanceof StoreChange.Upsert upsert
        && !snapshot.seen(upsert.store())) {
      outOfScope.add(
          "%s, line %d: %s in %s"
              .formatted(file.name(), row.line(), upsert.storeNumber(), upsert.store().country()));
    }
  }

  private long closeUnseen(Snapshot complete, Consumer<StoreChange> events) {
    return complete.closeUnseen(
        storeNumber -> events.accept(new StoreChange.Delete(storeNumber, settings.updatedAt())));
  }

  /** Adds to an error of a file how many events were published before it. */
  private UnusableFileException withEventsPublished(CommandFailedException e, long events) {
    String published =
        events == 0
            ? "nothing was published"
            : "%,d %s been published before%s; publishing the same again does no harm"
                .formatted(
                    events,
                    events == 1 ? "event had" : "events had",
                    settings.snapshot() == null ? "" : ", and no store was closed");
    return new UnusableFileException(e.getMessage() + "; " + published, e);
  }
}

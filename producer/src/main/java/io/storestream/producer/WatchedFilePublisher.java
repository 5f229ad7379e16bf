package io.storestream.producer;

import io.storestream.cli.CommandFailedException;
import io.storestream.producer.file.StoreFile;
import io.storestream.producer.live.SnapshotLimits;
import io.storestream.producer.watch.FilePublisher;
import io.storestream.producer.watch.TakenFile;
import io.storestream.producer.watch.WatchedFolder;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the files of watched folders through one connection, which is renewed after a failure.
 * One thread publishes; any thread may call {@link #close()}, also while that waits for a broker.
 */
final class WatchedFilePublisher implements FilePublisher, AutoCloseable {

  private final PublishSettings settings;
  private final Supplier<EventPublisher> publishers;
  private @Nullable EventPublisher publisher;
  private volatile boolean closed;

  /**
   * @param settings those of each file but the time and the scope
   * @param publishers creates a publisher to the topic
   */
  WatchedFilePublisher(PublishSettings settings, Supplier<EventPublisher> publishers) {
    this.settings = settings;
    this.publishers = publishers;
  }

  @Override
  public Published publish(TakenFile file, WatchedFolder folder) {
    StoreFile storeFile = new StoreFile(file.origin().toString(), file.path());
    PublishRun run =
        new PublishRun(settingsOf(file, folder), List.of(storeFile), bytes -> requireOpen());
    EventPublisher connected = connect();
    try {
      return published(run.publish(connected));
    } finally {
      if (connected.hasFailed()) {
        disconnect();
      }
    }
  }

  private PublishSettings settingsOf(TakenFile file, WatchedFolder folder) {
    SnapshotLimits limits = settings.snapshot();
    return new PublishSettings(
        settings.kafka(),
        settings.topic(),
        file.updatedAt(),
        settings.reading(),
        limits == null ? null : new SnapshotLimits(limits.maxClosuresPercent(), folder.scope()));
  }

  private static Published published(PublishReport report) {
    return new Published(
        report.found().rows().rows(),
        report.rowsRejected(),
        report.eventsPublished(),
        report.storesClosed(),
        report.nothingClosedBecause());
  }

  private EventPublisher connect() {
    EventPublisher connected = current();
    if (connected == null) {
      PublishRun.requireTopics(settings);
      connected = publishers.get();
      keep(connected);
    }
    return connected;
  }

  private synchronized @Nullable EventPublisher current() {
    return publisher;
  }

  private synchronized void keep(EventPublisher connected) {
    publisher = connected;
    if (closed) {
      connected.close();
    }
  }

  private synchronized void disconnect() {
    if (publisher != null) {
      publisher.close();
      publisher = null;
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new CommandFailedException("stopped by a signal");
    }
  }

  @Override
  public void close() {
    closed = true;
    disconnect();
  }
}

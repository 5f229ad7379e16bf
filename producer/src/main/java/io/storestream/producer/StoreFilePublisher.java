package io.storestream.producer;

import io.storestream.formats.ReadOptions;
import io.storestream.kafka.KafkaOptions;
import io.storestream.model.Version;
import io.storestream.producer.file.StoreFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Publishes files of stores as change events, as the command {@code produce} does.
 *
 * <pre>{@code
 * PublishReport report =
 *     new StoreFilePublisher(KafkaOptions.of("localhost:9092"), Topics.STORE_CHANGES)
 *         .publish(List.of(Path.of("directory.csv")), Instant.now());
 * }</pre>
 *
 * <p>Unusable rows go to a file beside theirs, {@code directory.csv.rejects.csv}; all others are
 * published. A regular CSV file is read twice, which takes up to 16 bytes of memory a row.
 */
public final class StoreFilePublisher {

  private final KafkaOptions kafka;
  private final String topic;

  /**
   * @param topic must exist
   */
  public StoreFilePublisher(KafkaOptions kafka, String topic) {
    this.kafka = kafka;
    this.topic = topic;
  }

  /**
   * Publishes files. When this returns, every event has arrived.
   *
   * @param files CSV or JSON, as the suffix or the first characters say; compressed by gzip or not
   * @param asOf the {@code updatedAt} of every row, and of every event that has none
   * @throws io.storestream.cli.CommandFailedException if a file, the cluster or the topic does not
   *     exist, a file can't be read, or an event can't be delivered
   * @throws java.time.DateTimeException as {@link Version#firstAt} says
   */
  public PublishReport publish(List<Path> files, Instant asOf) {
    List<StoreFile> storeFiles = files.stream().map(StoreFile::of).toList();
    Instant updatedAt = Version.firstAt(asOf).updatedAt();
    PublishSettings settings =
        new PublishSettings(kafka, topic, updatedAt, ReadOptions.DEFAULTS, null);
    return new PublishRun(settings, storeFiles).publish(() -> EventPublisher.create(kafka, topic));
  }
}

package io.storestream.maintenance.verify.state;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.Progress;
import io.storestream.cli.StopSignal;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.StoresTopic;
import io.storestream.kafka.TopicReader;
import io.storestream.kafka.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The {@code stores} topic, read from its start, and then on, and again. For one thread. */
public final class StoresReader implements AutoCloseable {

  private final KafkaAdmin kafka;
  private final TopicReader reader;
  private final StopSignal stop;

  /**
   * Reads nothing yet.
   *
   * @param kafka stays the caller's to close
   * @param stop ends whatever is being read, with a {@link CommandFailedException}
   */
  public StoresReader(KafkaAdmin kafka, KafkaOptions options, StopSignal stop) {
    this.kafka = kafka;
    this.reader = TopicReader.open(options);
    this.stop = stop;
  }

  /**
   * Returns what the topic is now.
   *
   * @throws CommandFailedException if it is absent, or not compacted
   */
  public StoresTopic require() {
    return StoresTopic.require(kafka);
  }

  /** Reads all that the topic held at a moment, and maybe a little more. */
  public void readFromStart(StoresTopic topic, Consumer<ConsumerRecord<byte[], byte[]>> records) {
    readFrom(topic.starts(), topic.ends(), records);
  }

  /**
   * Reads once more all that has been read so far. What has come since is left for {@link #readOn}:
   * passed over here, it would be missed for good.
   */
  public void readAgain(Consumer<ConsumerRecord<byte[], byte[]>> records) {
    Map<TopicPartition, Long> read = reader.positions();
    readFrom(
        kafka.startOffsets(Topics.STORES),
        read,
        record -> {
          if (record.offset() < read.getOrDefault(partitionOf(record), 0L)) {
            records.accept(record);
          }
        });
    reader.seek(read);
  }

  private void readFrom(
      Map<TopicPartition, Long> starts,
      Map<TopicPartition, Long> ends,
      Consumer<ConsumerRecord<byte[], byte[]>> records) {
    reader.seek(starts);
    try (Progress progress =
        Progress.start("reading " + Topics.STORES, "offsets", sum(ends) - sum(starts))) {
      Position position = new Position(progress);
      starts.forEach((partition, offset) -> position.next.put(partition.partition(), offset));
      reader.readTo(
          ends,
          stoppable(
              record -> {
                position.advanceTo(record);
                records.accept(record);
              }));
    }
  }

  /** Reads on from where the last reading ended, to where the topic ends now. */
  public void readOn(Consumer<ConsumerRecord<byte[], byte[]>> records) {
    reader.readTo(kafka.endOffsets(Topics.STORES), stoppable(records));
  }

  private Consumer<ConsumerRecord<byte[], byte[]>> stoppable(
      Consumer<ConsumerRecord<byte[], byte[]>> records) {
    return record -> {
      if (stop.isRequested()) {
        throw new CommandFailedException("stopped while reading topic " + Topics.STORES);
      }
      records.accept(record);
    };
  }

  @Override
  public void close() {
    reader.close();
  }

  private static TopicPartition partitionOf(ConsumerRecord<byte[], byte[]> record) {
    return new TopicPartition(record.topic(), record.partition());
  }

  private static long sum(Map<TopicPartition, Long> offsets) {
    return offsets.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How far the topic is read, in offsets: compaction leaves some without a record. */
  private static final class Position {
    private final Progress progress;
    private final Map<Integer, Long> next = new HashMap<>();
    private long done;

    Position(Progress progress) {
      this.progress = progress;
    }

    void advanceTo(ConsumerRecord<byte[], byte[]> record) {
      long after = record.offset() + 1;
      Long before = next.put(record.partition(), after);
      done += after - (before == null ? 0 : before);
      progress.update(done);
    }
  }
}
